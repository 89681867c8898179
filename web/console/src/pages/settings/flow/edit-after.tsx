import { Segments, Select } from '../../../parts/choice.tsx'
import { Field, Switch } from '../../../parts/field.tsx'
import { LinesField } from '../../../parts/lines-field.tsx'
import { settingsOr, textBackOf, voicemailOf } from './flow.ts'
import type { EditProps } from './step.ts'

const wholeNumber = (text: string) => (text.trim() === '' ? undefined : Number(text))

export function EditVoicemail({ flow, change, errorAt }: EditProps) {
  const settings = voicemailOf(flow)
  const put = (fields: typeof settings) => change({ voicemail: settingsOr({ ...settings, ...fields }) })
  return (
    <>
      <Switch isOn={!!flow.voicemail} onChange={(isOn) => change({ voicemail: isOn || undefined })}>
        Callers may leave a message
      </Switch>
      {flow.voicemail && (
        <>
          <Field
            label="Said before the tone"
            lines={2}
            placeholder="As usual, in the language of the call"
            value={settings.greeting ?? ''}
            onChange={(greeting) => put({ greeting })}
            error={errorAt('voicemail')}
          />
          <Field
            label="Longest, in seconds"
            inputMode="numeric"
            placeholder="120"
            value={settings.maxLengthSeconds === undefined ? '' : String(settings.maxLengthSeconds)}
            onChange={(text) => put({ maxLengthSeconds: wholeNumber(text) })}
            error={errorAt('voicemail.maxLengthSeconds')}
          />
          <Switch
            isOn={settings.transcribe ?? false}
            onChange={(isOn) => put({ transcribe: isOn || undefined })}
          >
            Written down, too (English, up to two minutes)
          </Switch>
        </>
      )}
    </>
  )
}

const outcomes = [
  { id: 'missed', name: 'missed' },
  { id: 'abandoned', name: 'hung up while it rang' },
  { id: 'voicemail', name: 'left a message' },
] as const
const usualOutcomes: readonly string[] = ['missed', 'abandoned']

export function EditTextBack({ flow, change, errorAt, campaigns }: EditProps) {
  const settings = textBackOf(flow)
  const put = (fields: typeof settings) => change({ textBack: settingsOr({ ...settings, ...fields }) })
  const when = (settings.when ?? usualOutcomes) as NonNullable<typeof settings.when>
  return (
    <>
      <Switch isOn={!!flow.textBack} onChange={(isOn) => change({ textBack: isOn || undefined })}>
        Text whoever called in vain
      </Switch>
      {flow.textBack && (
        <>
          <Field
            label="Text"
            lines={3}
            placeholder="As usual, in the language of the call"
            help="{business} becomes your business’s name."
            value={settings.message ?? ''}
            onChange={(message) => put({ message })}
            error={errorAt('textBack.message') ?? errorAt('textBack')}
          />
          <fieldset className="checks">
            <legend className="field-label">After calls that were</legend>
            {outcomes.map(({ id, name }) => (
              <Switch
                key={id}
                isOn={when.includes(id)}
                onChange={(isOn) => put({ when: isOn ? [...when, id] : when.filter((each) => each !== id) })}
              >
                {name}
              </Switch>
            ))}
          </fieldset>
          <div className="setting-row">
            <Select
              label="With a code of"
              isLabelShown
              options={[
                { id: '', name: 'the code given by phone, if any' },
                ...campaigns
                  .filter(({ direction }) => direction !== 'web-to-phone')
                  .map(({ id, name }) => ({ id, name })),
              ]}
              value={settings.campaignId ?? ''}
              onChange={(campaignId) => put({ campaignId: campaignId || undefined })}
            />
            <Field
              label="Once in so many hours"
              inputMode="numeric"
              placeholder="24"
              value={settings.everyHours === undefined ? '' : String(settings.everyHours)}
              onChange={(text) => put({ everyHours: wholeNumber(text) })}
              error={errorAt('textBack.everyHours')}
            />
          </div>
        </>
      )}
    </>
  )
}

const destinations = [
  { id: 'nobody', name: 'No phone' },
  { id: 'own', name: 'The phones that ring' },
  { id: 'others', name: 'Others' },
] as const

export function EditTexts({ flow, change, errorAt }: EditProps) {
  const { textForwardTo, textEmail } = flow
  const chosen = textForwardTo === undefined ? 'nobody' : textForwardTo === true ? 'own' : 'others'
  return (
    <>
      <div className="field">
        <span className="field-label" aria-hidden="true">
          Texts to the number are sent on to
        </span>
        <Segments
          label="Texts to the number are sent on to"
          options={destinations}
          value={chosen}
          onChange={(to) => change({ textForwardTo: to === 'nobody' ? undefined : to === 'own' ? true : [] })}
        />
      </div>
      {Array.isArray(textForwardTo) && (
        <LinesField
          label="Phones"
          isMono
          value={textForwardTo}
          onChange={(phones) => change({ textForwardTo: phones })}
          error={errorAt('textForwardTo')}
        />
      )}
      {chosen !== 'nobody' && (
        <p className="quiet small">
          A phone gets texts once it is confirmed: see “Phones that texts are sent on to” under Business.
        </p>
      )}
      <Field
        label="And by e-mail to"
        type="email"
        placeholder="the business’s usual address"
        value={textEmail ?? ''}
        onChange={(address) => change({ textEmail: address || undefined })}
        error={errorAt('textEmail')}
      />
    </>
  )
}

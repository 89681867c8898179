import { Select } from '../../../parts/choice.tsx'
import { Field, Switch } from '../../../parts/field.tsx'
import { filled, ownWords, recordOf, wordsOr } from './flow.ts'
import type { EditProps } from './step.ts'

const playable = 'Said to the caller. The address of a recording (https://…) is played instead.'

export const EditGreeting = ({ flow, change, errorAt }: EditProps) => (
  <>
    <Field
      label="Greeting"
      lines={3}
      help={playable}
      placeholder="Welcome to Harbour Heating."
      value={flow.greeting ?? ''}
      onChange={(greeting) => change({ greeting: greeting || undefined })}
      error={errorAt('greeting')}
    />
    <div className="setting-row">
      <Field
        label="Language"
        placeholder="en-GB"
        help="Of this flow; the business’s usual one without."
        value={flow.language ?? ''}
        onChange={(language) => change({ language: language || undefined })}
        error={errorAt('language')}
      />
      <Field
        label="Voice"
        placeholder="Polly.Amy"
        help="One of Twilio’s."
        value={flow.voice ?? ''}
        onChange={(voice) => change({ voice: voice || undefined })}
        error={errorAt('voice')}
      />
    </div>
  </>
)

export const EditScreening = ({ flow, change }: EditProps) => (
  <Switch isOn={flow.screenSpam ?? false} onChange={(isOn) => change({ screenSpam: isOn || undefined })}>
    Callers who look like machines press 1 first
  </Switch>
)

const consents = [
  { id: 'announce', name: 'Told that the call is recorded' },
  { id: 'press', name: 'Recorded only if they press 1' },
  { id: 'silent', name: 'Not told (where the law lets that be)' },
] as const
type Consent = (typeof consents)[number]['id']

export function EditRecording({ flow, change, errorAt }: EditProps) {
  const { consent, announce = flow.announceRecording } = recordOf(flow)
  const chosen: Consent = consent === 'press' ? 'press' : announce === false ? 'silent' : 'announce'
  const words = ownWords(announce)
  const set = (next: Consent, own: string) =>
    change({
      announceRecording: undefined,
      record:
        next === 'silent'
          ? { announce: false }
          : filled({ consent: next, announce: own === '' ? undefined : wordsOr(own) }),
    })
  return (
    <>
      <Switch
        isOn={!!flow.record}
        onChange={(isOn) =>
          isOn ? set('announce', '') : change({ record: undefined, announceRecording: undefined })
        }
      >
        Record calls
      </Switch>
      {flow.record && (
        <>
          <Select
            label="Callers are"
            isLabelShown
            options={consents}
            value={chosen}
            onChange={(next) => set(next, words)}
          />
          {chosen !== 'silent' && (
            <Field
              label="In your own words"
              lines={2}
              placeholder="As usual, in the language of the call"
              value={words}
              onChange={(own) => set(chosen, own)}
              error={errorAt('record') ?? errorAt('announceRecording')}
            />
          )}
        </>
      )}
    </>
  )
}

import { Link } from 'wouter'
import { Segments, Select } from '../../../parts/choice.tsx'
import { Field, Switch } from '../../../parts/field.tsx'
import { questionOf, settingsOr } from './flow.ts'
import type { EditProps } from './step.ts'

const none = { id: '', name: 'No code' }

const NoCampaigns = ({ of }: { readonly of: string }) => (
  <p className="quiet small">
    There is no campaign {of} yet. <Link href="/codes">Make one under Codes</Link>.
  </p>
)

export function EditAskForCode({ flow, change, errorAt, campaigns }: EditProps) {
  const { prompt = '', campaignIds = [] } = questionOf(flow)
  const quoted = campaigns.filter(({ direction }) => direction !== 'phone-to-web')
  const put = (fields: { prompt?: string; campaignIds?: string[] }) =>
    change({ askForCode: settingsOr({ prompt, campaignIds, ...fields }) })
  return (
    <>
      <Switch isOn={!!flow.askForCode} onChange={(isOn) => change({ askForCode: isOn || undefined })}>
        Ask callers for the code on the page they saw
      </Switch>
      {flow.askForCode && (
        <>
          <Field
            label="In your own words"
            lines={2}
            placeholder="As usual, in the language of the call"
            value={prompt}
            onChange={(prompt) => put({ prompt })}
            error={errorAt('askForCode')}
          />
          {quoted.length === 0 ? (
            <NoCampaigns of="whose codes are shown online" />
          ) : (
            <fieldset className="checks">
              <legend className="field-label">Only codes of (of all unless one is chosen)</legend>
              {quoted.map(({ id, name }) => (
                <Switch
                  key={id}
                  isOn={campaignIds.includes(id)}
                  onChange={(isOn) =>
                    put({
                      campaignIds: isOn ? [...campaignIds, id] : campaignIds.filter((each) => each !== id),
                    })
                  }
                >
                  {name}
                </Switch>
              ))}
            </fieldset>
          )}
        </>
      )}
    </>
  )
}

const moments = [
  { id: 'missed', name: 'Nobody answers' },
  { id: 'always', name: 'Before it rings' },
  { id: 'closed', name: 'Closed' },
] as const

export function EditGiveCode({ flow, change, errorAt, campaigns }: EditProps) {
  const given = campaigns.filter(({ direction }) => direction !== 'web-to-phone')
  const { campaignId = '', when = 'missed' } = flow.giveCode ?? {}
  if (given.length === 0) return <NoCampaigns of="whose codes are given by phone" />
  return (
    <>
      <Select
        label="A code of"
        isLabelShown
        options={[none, ...given.map(({ id, name }) => ({ id, name }))]}
        value={campaignId}
        onChange={(id) => change({ giveCode: id === '' ? undefined : { campaignId: id, when } })}
      />
      {campaignId !== '' && (
        <div className="field">
          <span className="field-label" aria-hidden="true">
            Given when
          </span>
          <Segments
            label="Given when"
            options={moments}
            value={when}
            onChange={(when) => change({ giveCode: { campaignId, when } })}
          />
        </div>
      )}
      {errorAt('giveCode') && <p className="field-error">{errorAt('giveCode')}</p>}
      <p className="quiet small">
        It is read out twice, sent as a text if the caller presses 1, and entered on your page to redeem
        codes.
      </p>
    </>
  )
}

import { Select } from '../../parts/choice.tsx'
import { Field } from '../../parts/field.tsx'
import { Picks } from '../../parts/picks.tsx'
import { channelNames } from '../settings/notifications/channels.ts'
import type { Trigger } from './queries.ts'
import { bandNames, eventNames, firstNames } from './words.ts'

export type When = Trigger['when']
export interface Choice {
  readonly id: string
  readonly name: string
}

const optionsOf = <T extends string>(names: Readonly<Record<T, string>>) =>
  (Object.keys(names) as T[]).map((id) => ({ id, name: names[id] }))
const any = ''
const events = optionsOf(eventNames)
const bands = [{ id: any, name: 'any' }, ...optionsOf(bandNames)]
const firsts = optionsOf(firstNames)
const channelOptions = channelNames.map((id) => ({ id, name: id }))

const firstOf = ({ isFirst }: When) => (isFirst === undefined ? 'any' : isFirst ? 'first' : 'later')

/** What has to happen, and of which enquiries. */
export function TriggerWhen({
  when,
  steps,
  campaigns,
  onChange,
}: {
  readonly when: When
  readonly steps: readonly Choice[]
  readonly campaigns: readonly Choice[]
  readonly onChange: (when: When) => void
}) {
  const { channels = [], isFirst } = when
  return (
    <fieldset className="trigger-part">
      <legend>When</legend>
      <div className="trigger-conditions">
        <Select
          label="Event"
          options={events}
          value={when.event}
          // What belongs to one event says nothing of another; the enquiry's own holds for all.
          onChange={(event) => onChange({ event, channels, isFirst })}
        />
        {when.event === 'step.reached' && (
          <Select
            label="Step"
            isLabelShown
            options={[{ id: any, name: 'any' }, ...steps]}
            value={when.step ?? any}
            onChange={(step) => onChange({ ...when, step })}
          />
        )}
        {when.event === 'score.crossed' && (
          <Select
            label="Band"
            isLabelShown
            options={bands}
            value={when.band ?? any}
            onChange={(band) => onChange({ ...when, band })}
          />
        )}
        {when.event === 'code.redeemed' && (
          <Select
            label="Campaign"
            isLabelShown
            options={[{ id: any, name: 'any' }, ...campaigns]}
            value={when.campaignId ?? any}
            onChange={(campaignId) => onChange({ ...when, campaignId })}
          />
        )}
        <Select
          label="Enquiries"
          options={firsts}
          value={firstOf(when)}
          onChange={(id) => onChange({ ...when, isFirst: id === 'any' ? undefined : id === 'first' })}
        />
      </div>
      {when.event === 'outcome.reported' && (
        <Field
          label="Stage"
          help="Such as won; empty: any."
          value={when.stage ?? ''}
          onChange={(stage) => onChange({ ...when, stage })}
        />
      )}
      <details>
        <summary>{channels.length > 0 ? `By ${channels.join(', ')}` : 'By any channel'}</summary>
        <Picks
          label="By these channels alone"
          help="None chosen: by any."
          options={channelOptions}
          value={channels}
          onChange={(chosen) => onChange({ ...when, channels: chosen })}
        />
      </details>
    </fieldset>
  )
}

import { X } from 'lucide-react'
import { Button } from '../../parts/button.tsx'
import { Select } from '../../parts/choice.tsx'
import { Picks } from '../../parts/picks.tsx'
import type { TriggerAction } from './queries.ts'
import type { Choice } from './trigger-when.tsx'
import { roleNames } from './words.ts'

type Notify = Extract<TriggerAction, { do: 'notify' }>

const roles = (Object.keys(roleNames) as (keyof typeof roleNames)[]).map((id) => ({
  id,
  name: roleNames[id],
}))
const kinds = [
  { id: 'notify', name: 'Tell people' },
  { id: 'start-sequence', name: 'Begin a sequence' },
  { id: 'stop-sequence', name: 'End a sequence' },
  { id: 'issue-code', name: 'Issue a code' },
  { id: 'webhook', name: 'Call the webhooks' },
  { id: 'move-step', name: 'Move to a step' },
] as const
const every = ''

/** What there is to choose from. */
export interface Choices {
  readonly sequences: readonly Choice[]
  readonly campaigns: readonly Choice[]
  readonly steps: readonly Choice[]
  /** Undefined for whoever may not see who is there. */
  readonly members: readonly Choice[] | undefined
}

/** What an action of the kind begins as. */
export function begun(
  kind: TriggerAction['do'],
  { sequences, campaigns, steps }: Omit<Choices, 'members'>,
): TriggerAction {
  switch (kind) {
    case 'notify':
      return { do: kind, roles: ['owner'] }
    case 'start-sequence':
      return { do: kind, sequenceId: sequences[0]?.id ?? '' }
    case 'stop-sequence':
      return { do: kind }
    case 'issue-code':
      return { do: kind, campaignId: campaigns[0]?.id ?? '' }
    case 'webhook':
      return { do: kind }
    case 'move-step':
      return { do: kind, step: steps[0]?.id ?? '' }
  }
}

/** Everybody of some roles, and single people besides. */
function Whom({
  action,
  members,
  onChange,
}: {
  readonly action: Notify
  readonly members: Choices['members']
  readonly onChange: (action: Notify) => void
}) {
  const { members: named = [], roles: chosen = [] } = action
  const put = (given: Pick<Notify, 'members' | 'roles'>) =>
    onChange({ do: 'notify', roles: chosen, members: named, ...given })
  const unseen = members ? 0 : named.length
  return (
    <div className="trigger-whom">
      <Picks
        label="Everybody who is one of"
        options={roles}
        value={chosen}
        onChange={(to) => put({ roles: to })}
      />
      {members && members.length > 0 && (
        <Picks
          label="And these people"
          options={members}
          value={named}
          onChange={(to) => put({ members: to })}
        />
      )}
      {unseen > 0 && (
        <p className="quiet small">
          And {unseen === 1 ? 'one person' : `${unseen} people`} whom an owner named.
        </p>
      )}
      {chosen.length + named.length === 0 && <p className="field-error">Choose whom to tell.</p>}
    </div>
  )
}

/** One thing that is done. */
export function ActionLine({
  label,
  action,
  choices,
  onChange,
  onRemove,
}: {
  readonly label: string
  readonly action: TriggerAction
  readonly choices: Choices
  readonly onChange: (action: TriggerAction) => void
  readonly onRemove: (() => void) | undefined
}) {
  const { sequences, campaigns, steps, members } = choices
  return (
    <div className="trigger-action">
      <Select
        label={label}
        options={kinds}
        value={action.do}
        onChange={(kind) => onChange(begun(kind, choices))}
      />
      {action.do === 'start-sequence' && (
        <Select
          label="Which"
          options={sequences}
          value={action.sequenceId}
          onChange={(sequenceId) => onChange({ do: 'start-sequence', sequenceId })}
        />
      )}
      {action.do === 'stop-sequence' && (
        <Select
          label="Which"
          options={[{ id: every, name: 'every one' }, ...sequences]}
          value={action.sequenceId ?? every}
          onChange={(id) => onChange({ do: 'stop-sequence', ...(id !== every && { sequenceId: id }) })}
        />
      )}
      {action.do === 'issue-code' && (
        <Select
          label="Of"
          options={campaigns}
          value={action.campaignId}
          onChange={(campaignId) => onChange({ do: 'issue-code', campaignId })}
        />
      )}
      {action.do === 'move-step' && (
        <Select
          label="Whither"
          options={steps}
          value={action.step}
          onChange={(step) => onChange({ do: 'move-step', step })}
        />
      )}
      {onRemove && (
        <Button size="s" look="quiet" aria-label={`Remove ${label.toLowerCase()}`} onPress={onRemove}>
          <X aria-hidden="true" />
        </Button>
      )}
      {action.do === 'notify' && <Whom action={action} members={members} onChange={onChange} />}
    </div>
  )
}

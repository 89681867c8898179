import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/request.ts'
import { Button } from '../../parts/button.tsx'
import { Select } from '../../parts/choice.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Trouble } from '../../parts/empty.tsx'
import { Field } from '../../parts/field.tsx'
import { useCampaigns } from '../codes/queries.ts'
import { type Sequence, type Trigger, type TriggerAction, useChange, useSteps } from './queries.ts'
import { eventNames, roleNames } from './words.ts'

type When = Trigger['when']
const events = (Object.keys(eventNames) as When['event'][]).map((id) => ({ id, name: eventNames[id] }))
const any = ''
const bands = [
  { id: any, name: 'any' },
  { id: 'cold', name: 'cold' },
  { id: 'warm', name: 'warm' },
  { id: 'ready', name: 'ready' },
]
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

const filled = <T extends object>(given: T): T =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '' && value !== undefined)) as T

/** What an action of the kind begins as. */
function begun(
  kind: TriggerAction['do'],
  { sequenceId = '', campaignId = '', stepId = '' }: Readonly<Record<string, string | undefined>>,
): TriggerAction {
  switch (kind) {
    case 'notify':
      return { do: 'notify', roles: ['owner'] }
    case 'start-sequence':
      return { do: kind, sequenceId }
    case 'stop-sequence':
      return { do: kind }
    case 'issue-code':
      return { do: kind, campaignId }
    case 'webhook':
      return { do: kind }
    case 'move-step':
      return { do: kind, step: stepId }
  }
}

/** A trigger is made or changed: when something happens, in this order do this. */
export function TriggerDialog({
  trigger,
  sequences,
  onClose,
}: {
  readonly trigger?: Trigger
  readonly sequences: readonly Sequence[]
  readonly onClose: () => void
}) {
  const campaigns = useCampaigns()
  const [name, setName] = useState(trigger?.name ?? '')
  const [when, setWhen] = useState<When>(trigger?.when ?? { event: 'enquiry.opened' })
  const steps = useSteps()
  const stepOptions = (steps.data ?? []).map(({ id, name: called }) => ({ id, name: called }))
  const firsts = {
    sequenceId: sequences[0]?.id,
    campaignId: campaigns.data?.[0]?.id,
    stepId: stepOptions[0]?.id,
  }
  const [actions, setActions] = useState<readonly TriggerAction[]>(
    trigger?.actions ?? [begun(sequences.length === 0 ? 'notify' : 'start-sequence', firsts)],
  )
  const body = { name: name.trim(), when: filled(when), actions }
  const save = useChange(
    'triggers',
    () =>
      trigger
        ? api.patch(`/v1/triggers/${trigger.id}`, body)
        : api.post('/v1/triggers', { ...body, active: true }),
    { said: `“${body.name}” is ${trigger ? 'changed' : 'on'}.`, onDone: onClose },
  )
  const put = (index: number, action: TriggerAction) =>
    setActions(actions.map((each, at) => (at === index ? action : each)))
  const sequenceOptions = sequences.map(({ id, name: called }) => ({ id, name: called }))
  const campaignOptions = (campaigns.data ?? []).map(({ id, name: called }) => ({ id, name: called }))

  return (
    <Dialog title={trigger ? `Change “${trigger.name}”` : 'New trigger'} isOpen isWide onClose={onClose}>
      <form
        className="form trigger-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <Field label="Name" value={name} onChange={setName} maxLength={200} autoFocus />
        <fieldset className="trigger-part">
          <legend>When</legend>
          <Select
            label="Event"
            options={events}
            value={when.event}
            onChange={(event) => setWhen({ event })}
          />
          {when.event === 'step.reached' && (
            <Select
              label="Step"
              isLabelShown
              options={[{ id: any, name: 'any' }, ...stepOptions]}
              value={when.step ?? any}
              onChange={(step) => setWhen({ ...when, step })}
            />
          )}
          {when.event === 'score.crossed' && (
            <Select
              label="Band"
              isLabelShown
              options={bands}
              value={when.band ?? any}
              onChange={(band) => setWhen({ ...when, band })}
            />
          )}
          {when.event === 'outcome.reported' && (
            <Field
              label="Stage"
              help="Such as won; empty: any."
              value={when.stage ?? ''}
              onChange={(stage) => setWhen({ ...when, stage })}
            />
          )}
          {when.event === 'code.redeemed' && (
            <Select
              label="Campaign"
              isLabelShown
              options={[{ id: any, name: 'any' }, ...campaignOptions]}
              value={when.campaignId ?? any}
              onChange={(campaignId) => setWhen({ ...when, campaignId })}
            />
          )}
        </fieldset>
        <fieldset className="trigger-part">
          <legend>Then, in this order</legend>
          {actions.map((action, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an action is known by its place
            <div className="trigger-action" key={index}>
              <Select
                label={`Action ${index + 1}`}
                options={kinds}
                value={action.do}
                onChange={(kind) => put(index, begun(kind, firsts))}
              />
              {action.do === 'notify' && (
                <Select
                  label="Whom"
                  options={roles}
                  value={action.roles?.[0] ?? 'owner'}
                  onChange={(role) => put(index, { do: 'notify', roles: [role] })}
                />
              )}
              {action.do === 'start-sequence' && (
                <Select
                  label="Which"
                  options={sequenceOptions}
                  value={action.sequenceId}
                  onChange={(sequenceId) => put(index, { do: 'start-sequence', sequenceId })}
                />
              )}
              {action.do === 'stop-sequence' && (
                <Select
                  label="Which"
                  options={[{ id: any, name: 'every one' }, ...sequenceOptions]}
                  value={action.sequenceId ?? any}
                  onChange={(sequenceId) => put(index, filled({ do: 'stop-sequence', sequenceId }))}
                />
              )}
              {action.do === 'issue-code' && (
                <Select
                  label="Of"
                  options={campaignOptions}
                  value={action.campaignId}
                  onChange={(campaignId) => put(index, { do: 'issue-code', campaignId })}
                />
              )}
              {action.do === 'move-step' && (
                <Select
                  label="Whither"
                  options={stepOptions}
                  value={action.step}
                  onChange={(step) => put(index, { do: 'move-step', step })}
                />
              )}
              {actions.length > 1 && (
                <Button
                  size="s"
                  look="quiet"
                  aria-label={`Remove action ${index + 1}`}
                  onPress={() => setActions(actions.filter((_, at) => at !== index))}
                >
                  <X aria-hidden="true" />
                </Button>
              )}
            </div>
          ))}
          <div>
            <Button size="s" onPress={() => setActions([...actions, begun('notify', firsts)])}>
              <Plus aria-hidden="true" /> Another
            </Button>
          </div>
        </fieldset>
        {save.error && <Trouble error={save.error} />}
        <div className="form-actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" look="primary" isDisabled={save.isPending || body.name === ''}>
            {trigger ? 'Save' : 'Create'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

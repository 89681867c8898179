import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useCampaigns } from '../../api/campaigns.ts'
import { api } from '../../api/request.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Trouble } from '../../parts/empty.tsx'
import { Field } from '../../parts/field.tsx'
import {
  type Sequence,
  type Trigger,
  type TriggerAction,
  useChange,
  useMembers,
  useSteps,
} from './queries.ts'
import { ActionLine, begun, type Choices } from './trigger-action.tsx'
import { TriggerWhen, type When } from './trigger-when.tsx'

const isFilled = (value: unknown) =>
  value !== '' && value !== undefined && !(Array.isArray(value) && value.length === 0)
const filled = <T extends object>(given: T): T =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => isFilled(value))) as T

const tellsSomebody = (action: TriggerAction) =>
  action.do !== 'notify' || (action.members ?? []).length + (action.roles ?? []).length > 0

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
  const [name, setName] = useState(trigger?.name ?? '')
  const [when, setWhen] = useState<When>(trigger?.when ?? { event: 'enquiry.opened' })
  const campaigns = useCampaigns()
  const steps = useSteps()
  const members = useMembers()
  const choices: Choices = {
    sequences,
    campaigns: campaigns.data ?? [],
    steps: steps.data ?? [],
    members: members.data?.map(({ id, name: called, email }) => ({ id, name: called ?? email })),
  }
  const [actions, setActions] = useState<readonly TriggerAction[]>(
    trigger?.actions ?? [begun(sequences.length === 0 ? 'notify' : 'start-sequence', choices)],
  )
  const body = { name: name.trim(), when: filled(when), actions: actions.map(filled) }
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
        <TriggerWhen when={when} steps={choices.steps} campaigns={choices.campaigns} onChange={setWhen} />
        <fieldset className="trigger-part">
          <legend>Then, in this order</legend>
          {actions.map((action, index) => (
            <ActionLine
              // biome-ignore lint/suspicious/noArrayIndexKey: an action is known by its place
              key={index}
              label={`Action ${index + 1}`}
              action={action}
              choices={choices}
              onChange={(changed) => put(index, changed)}
              onRemove={
                actions.length > 1 ? () => setActions(actions.filter((_, at) => at !== index)) : undefined
              }
            />
          ))}
          <div>
            <Button size="s" onPress={() => setActions([...actions, begun('notify', choices)])}>
              <Plus aria-hidden="true" /> Another
            </Button>
          </div>
        </fieldset>
        {save.error && <Trouble error={save.error} />}
        <div className="form-actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            isDisabled={save.isPending || body.name === '' || !actions.every(tellsSomebody)}
          >
            {trigger ? 'Save' : 'Create'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

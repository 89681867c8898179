import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useCampaigns } from '../../api/campaigns.ts'
import { api } from '../../api/request.ts'
import { count } from '../../look/format.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { Switch } from '../../parts/field.tsx'
import { say, sayTrouble } from '../../parts/toast.tsx'
import { type Sequence, type Trigger, useMembers, useSteps, useSwitch } from './queries.ts'
import { TriggerDialog } from './trigger-dialog.tsx'
import { actionWords, whenWords } from './words.ts'

/** Each trigger as a sentence. */
export function TriggerLines({
  triggers,
  sequences,
  mayPlan,
}: {
  readonly triggers: readonly Trigger[]
  readonly sequences: readonly Sequence[]
  readonly mayPlan: boolean
}) {
  const queries = useQueryClient()
  const [edited, setEdited] = useState<Trigger>()
  const [leaving, setLeaving] = useState<Trigger>()
  const turn = useSwitch('triggers')
  const campaigns = useCampaigns()
  const members = useMembers()
  const remove = useMutation({
    mutationFn: ({ id }: Trigger) => api.remove(`/v1/triggers/${id}`),
    onSuccess: async (_gone, { name }) => {
      await queries.invalidateQueries({ queryKey: ['triggers'] })
      say(`“${name}” is deleted.`)
    },
    onError: sayTrouble,
  })
  const named = new Map<string, string>([
    ...sequences.map(({ id, name }) => [id, name] as const),
    ...(campaigns.data ?? []).map(({ id, name }) => [id, name] as const),
    ...(members.data ?? []).map(({ id, name, email }) => [id, name ?? email] as const),
  ])
  const steps = useSteps()
  for (const { id, name } of steps.data ?? []) named.set(id, name)
  const nameOf = (id: string) => named.get(id) ?? 'somebody or something that is gone'
  return (
    <>
      <ul className="trigger-lines">
        {triggers.map((trigger) => (
          <li key={trigger.id}>
            <div className="trigger-says">
              <h3>{trigger.name}</h3>
              <p>
                When {whenWords(trigger, nameOf)}:{' '}
                <strong>
                  {trigger.actions.map((action) => actionWords(action, nameOf)).join(', then ')}
                </strong>
                .
              </p>
              <p className="quiet small">
                {trigger.fired === 0
                  ? 'Not set off yet.'
                  : `Set off ${trigger.fired === 1 ? 'once' : `${count(trigger.fired)} times`}.`}
              </p>
            </div>
            {mayPlan && (
              <div className="trigger-acts">
                <Switch isOn={trigger.active} onChange={(isOn) => turn(trigger, isOn)}>
                  <span className="visually-hidden">{trigger.name}: </span>
                  <span>{trigger.active ? 'On' : 'Rests'}</span>
                </Switch>
                <Button
                  size="s"
                  look="quiet"
                  onPress={() => setEdited(trigger)}
                  aria-label={`Change ${trigger.name}`}
                >
                  Change
                </Button>
                <Button
                  size="s"
                  look="quiet"
                  onPress={() => setLeaving(trigger)}
                  aria-label={`Delete ${trigger.name}`}
                >
                  Delete…
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {leaving && (
        <Confirm
          title={`Delete “${leaving.name}”?`}
          doIt="Delete"
          isBusy={remove.isPending}
          onYes={() => remove.mutate(leaving, { onSettled: () => setLeaving(undefined) })}
          onClose={() => setLeaving(undefined)}
        >
          It does nothing any more, and how often it was set off is forgotten. What it began goes on. To stop
          it for a while, let it rest instead.
        </Confirm>
      )}
      {edited && (
        <TriggerDialog trigger={edited} sequences={sequences} onClose={() => setEdited(undefined)} />
      )}
    </>
  )
}

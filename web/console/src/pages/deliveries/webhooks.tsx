import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { isOneOf, useMe } from '../../api/me.ts'
import { api } from '../../api/request.ts'
import type { List } from '../../api/types.ts'
import { ago } from '../../look/format.ts'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Empty, Trouble } from '../../parts/empty.tsx'
import { Section } from '../../parts/page.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { say, sayTrouble } from '../../parts/toast.tsx'
import { SecretDialog } from './secret-dialog.tsx'
import { WebhookForm } from './webhook-form.tsx'
import {
  type Delivery,
  deliveriesPath,
  eventName,
  type NewSecret,
  offSayings,
  partNames,
  type Webhook,
  webhooksKey,
} from './words.ts'

export const useWebhooks = () =>
  useQuery({ queryKey: webhooksKey, queryFn: () => api.get<List<Webhook>>('/v1/webhooks') })

function StateOf({ webhook: { off, health } }: { readonly webhook: Webhook }) {
  if (off)
    return <Badge tone={off.because === 'by-hand' ? 'plain' : 'signal'}>{offSayings[off.because]}</Badge>
  if (health.failures > 0 && health.failingSince)
    return <Badge tone="warn">Failing, first {ago(health.failingSince)}</Badge>
  return <Badge tone="good">On</Badge>
}

/** Who is told what happens, and how that has been going. */
export function Webhooks() {
  const me = useMe()
  const queries = useQueryClient()
  const webhooks = useWebhooks()
  const [editing, setEditing] = useState<Webhook | 'new'>()
  const [secret, setSecret] = useState<{ readonly text: string; readonly replaces: boolean }>()
  const [leaving, setLeaving] = useState<Webhook>()
  const [renewing, setRenewing] = useState<Webhook>()
  const [testing, setTesting] = useState<string>()
  const mayChange = isOneOf(me, 'owner')
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: webhooksKey }),
      queries.invalidateQueries({ queryKey: ['list', deliveriesPath] }),
    ])
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work()
    } catch (error) {
      sayTrouble(error)
    }
    await refresh()
  }
  const test = ({ id }: Webhook) =>
    attempt(async () => {
      const { state, attempts } = await api.post<Delivery>(`/v1/webhooks/${id}/test`)
      const last = attempts.at(-1)
      say(
        state === 'delivered'
          ? `It arrived: the endpoint answered ${last?.status} after ${last?.tookMilliseconds} ms.`
          : `It did not arrive: ${last?.because ?? 'nobody knows why'}.`,
      )
    })
  const turn = ({ id, url, description }: Webhook, isOn: boolean, isUndone = false): Promise<unknown> =>
    attempt(async () => {
      await api.patch(`/v1/webhooks/${id}`, { on: isOn })
      if (isUndone) return
      say(`“${description || url}” is ${isOn ? 'on' : 'off'}.`, () => {
        void turn({ id, url, description } as Webhook, !isOn, true)
      })
    })
  const renew = ({ id }: Webhook) =>
    attempt(async () => {
      const { secret: text } = await api.post<NewSecret>(`/v1/webhooks/${id}/secret`)
      setSecret({ text, replaces: true })
    })
  const remove = ({ id }: Webhook) =>
    attempt(async () => {
      await api.remove(`/v1/webhooks/${id}`)
      setLeaving(undefined)
    })

  return (
    <Section
      title="Webhooks"
      lead="Your own systems, told what happens as it happens."
      actions={
        mayChange && (
          <Button onPress={() => setEditing('new')}>
            <Plus aria-hidden="true" /> New webhook
          </Button>
        )
      }
    >
      {webhooks.error ? (
        <Trouble error={webhooks.error} onRetry={() => void webhooks.refetch()} />
      ) : !webhooks.data ? (
        <TableSkeleton rows={2} />
      ) : webhooks.data.data.length === 0 ? (
        <Empty title="No webhook yet.">
          A webhook posts each event to an address of yours, signed and retried for three days: a CRM learns
          of a new enquiry with its source while the caller is still on the line.
        </Empty>
      ) : (
        <ul className="hooks">
          {webhooks.data.data.map((webhook) => (
            <li key={webhook.id} aria-label={webhook.description || webhook.url}>
              <div className="hook">
                <div className="hook-name">
                  {webhook.description && <strong>{webhook.description}</strong>}
                  <StateOf webhook={webhook} />
                </div>
                <div className="mono small hook-url">{webhook.url}</div>
                <div className="quiet small">
                  {webhook.events.map(eventName).join(', ')}
                  {webhook.include.length > 0 &&
                    ` · with ${webhook.include.map((part) => partNames[part].toLowerCase()).join(', ')}`}
                  {webhook.health.lastDeliveredAt &&
                    ` · last delivered ${ago(webhook.health.lastDeliveredAt)}`}
                </div>
              </div>
              {mayChange && (
                <div className="hook-actions">
                  <Button
                    size="s"
                    isDisabled={testing === webhook.id}
                    onPress={() => {
                      setTesting(webhook.id)
                      void test(webhook).finally(() => setTesting(undefined))
                    }}
                  >
                    Send a test
                  </Button>
                  <Button size="s" look="quiet" onPress={() => setEditing(webhook)}>
                    Change
                  </Button>
                  <Button size="s" look="quiet" onPress={() => setRenewing(webhook)}>
                    New secret…
                  </Button>
                  <Button size="s" look="quiet" onPress={() => void turn(webhook, webhook.off !== null)}>
                    {webhook.off ? 'Switch on' : 'Switch off'}
                  </Button>
                  <Button size="s" look="quiet" onPress={() => setLeaving(webhook)}>
                    Delete…
                  </Button>
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      {editing && (
        <WebhookForm
          webhook={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
          onSaved={(saved) => {
            setEditing(undefined)
            if ('secret' in saved) setSecret({ text: saved.secret, replaces: false })
            void refresh()
          }}
        />
      )}
      <SecretDialog secret={secret?.text} onClose={() => setSecret(undefined)}>
        {secret?.replaces && (
          <p>For a day each message is signed by the secret before as well: change the receiver meanwhile.</p>
        )}
      </SecretDialog>
      <Dialog title="A new secret?" isOpen={renewing !== undefined} onClose={() => setRenewing(undefined)}>
        <p>
          The receiver at <span className="mono">{renewing?.url}</span> needs it within a day: so long
          messages are signed by the present one as well. This can’t be undone.
        </p>
        <div className="form-actions">
          <Button onPress={() => setRenewing(undefined)}>Cancel</Button>
          <Button
            look="primary"
            onPress={() => {
              if (renewing) void renew(renewing)
              setRenewing(undefined)
            }}
          >
            Make a new secret
          </Button>
        </div>
      </Dialog>
      <Dialog
        title="Delete the webhook?"
        isOpen={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
      >
        <p>
          Nothing is sent to <span className="mono">{leaving?.url}</span> any more, not even what waits for
          its next try. The log of what was sent stays.
        </p>
        <div className="form-actions">
          <Button onPress={() => setLeaving(undefined)}>Cancel</Button>
          <Button look="danger" onPress={() => leaving && void remove(leaving)}>
            Delete
          </Button>
        </div>
      </Dialog>
    </Section>
  )
}

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { useMe } from '../../api/me.ts'
import { api } from '../../api/request.ts'
import { ago, dateAndTime } from '../../look/format.ts'
import { Button } from '../../parts/button.tsx'
import { Trouble } from '../../parts/empty.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { say, sayTrouble } from '../../parts/toast.tsx'
import { StateBadge } from './log.tsx'
import {
  type Delivery,
  type DeliveryWithBody,
  deliveriesPath,
  eventName,
  processingWords,
  type Targets,
  targetName,
  webhooksKey,
} from './words.ts'
import '../../parts/facts.css'

/** JSON as people read it; whatever else it is, as it is. */
function laidOut(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}

function Attempts({ of, timeZone }: { readonly of: Delivery; readonly timeZone: string }) {
  if (of.attempts.length === 0) return <p className="quiet">It was not tried.</p>
  return (
    <ol className="attempts">
      {of.attempts.map(({ at, status, tookMilliseconds, because }) => (
        <li key={at}>
          <span className="attempt-status" data-failed={because !== null || undefined}>
            {status ?? '–'}
          </span>
          <span>
            {because ?? 'Taken'}
            <span className="quiet small">
              {' '}
              · {dateAndTime(at, timeZone)} · {tookMilliseconds} ms
            </span>
          </span>
        </li>
      ))}
    </ol>
  )
}

/** One delivery: what was said, to whom, and each try. */
export function DeliverySheet({
  id,
  targets,
  onClose,
}: {
  readonly id: string
  readonly targets: Targets
  readonly onClose: () => void
}) {
  const { account } = useMe()
  const queries = useQueryClient()
  const key = ['delivery', id]
  const {
    data: delivery,
    error,
    refetch,
  } = useQuery({
    queryKey: key,
    queryFn: () => api.get<DeliveryWithBody>(`${deliveriesPath}/${id}`),
  })
  const [isSending, setSending] = useState(false)
  const again = async () => {
    setSending(true)
    try {
      const { state, because } = await api.post<Delivery>(`${deliveriesPath}/${id}/redeliver`)
      say(state === 'delivered' ? 'It was taken this time.' : `It was not taken: ${because ?? state}.`)
    } catch (refusal) {
      sayTrouble(refusal)
    }
    setSending(false)
    await Promise.all([
      queries.invalidateQueries({ queryKey: key }),
      queries.invalidateQueries({ queryKey: ['list', deliveriesPath] }),
      queries.invalidateQueries({ queryKey: webhooksKey }),
    ])
  }
  return (
    <Sheet title={delivery ? eventName(delivery.event.type) : 'Delivery'} isOpen onClose={onClose}>
      {error ? (
        <Trouble error={error} onRetry={() => void refetch()} />
      ) : !delivery ? (
        <TableSkeleton rows={6} />
      ) : (
        <>
          <dl className="facts">
            <div>
              <dt>State</dt>
              <dd>
                <StateBadge of={delivery.state} />
                {delivery.because && <div className="small quiet">{delivery.because}</div>}
              </dd>
            </div>
            <div>
              <dt>To</dt>
              <dd>{targetName(delivery.target, targets)}</dd>
            </div>
            <div>
              <dt>{delivery.nextTryAt ? 'Next try' : 'Settled'}</dt>
              <dd>
                {delivery.nextTryAt
                  ? ago(delivery.nextTryAt)
                  : dateAndTime(delivery.settledAt ?? delivery.createdAt, account.timeZone)}
              </dd>
            </div>
            {delivery.processing && (
              <div>
                <dt>Made of it</dt>
                <dd>{processingWords(delivery.processing)}</dd>
              </div>
            )}
            {delivery.enquiryId && (
              <div>
                <dt>Enquiry</dt>
                <dd>
                  <Link href={`/enquiries/${encodeURIComponent(delivery.enquiryId)}`}>Open it</Link>
                </dd>
              </div>
            )}
          </dl>
          <div className="delivery-actions">
            <Button onPress={() => void again()} isDisabled={isSending || delivery.state === 'sending'}>
              <RotateCw aria-hidden="true" /> {delivery.state === 'due' ? 'Try now' : 'Send again'}
            </Button>
          </div>
          <h3 className="delivery-title">Tries</h3>
          <Attempts of={delivery} timeZone={account.timeZone} />
          <h3 className="delivery-title">What it says</h3>
          {delivery.body === null ? (
            <p className="quiet">
              It is not shown: it was erased with its person, or your role sees no phones.
            </p>
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
            <section className="delivery-body mono" aria-label="What it says" tabIndex={0}>
              <pre>{laidOut(delivery.body)}</pre>
            </section>
          )}
          <p className="quiet small">
            <span className="mono">
              {delivery.target.kind === 'webhook' && 'webhook-id: '}
              {delivery.event.id}
            </span>
            , the same each time it is sent.
          </p>
        </>
      )}
    </Sheet>
  )
}

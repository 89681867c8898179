import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { useMe } from '../../../api/me.ts'
import { api } from '../../../api/request.ts'
import { address } from '../../../api/send.ts'
import type { List } from '../../../api/types.ts'
import { dateAndTime, money } from '../../../look/format.ts'
import { Trouble } from '../../../parts/empty.tsx'
import { Sheet } from '../../../parts/sheet.tsx'
import { TableSkeleton } from '../../../parts/skeleton.tsx'
import { type Delivery, stateNames as deliveryStates, eventName } from '../../deliveries/words.ts'
import { ConversionBadge } from './conversion-badge.tsx'
import { useStepName } from './queries.ts'
import { type Conversion, platformNames, ruleWords } from './words.ts'
import '../../../parts/facts.css'

/** One conversion: how it stands at the platform, and by which requests. */
export function ConversionSheet({
  of: conversion,
  onClose,
}: {
  readonly of: Conversion
  readonly onClose: () => void
}) {
  const { timeZone } = useMe().account
  const stepName = useStepName()
  const { id, platform, rule, action, at, value, click, because, dueAt, enquiryId, destinationId } =
    conversion
  const requests = useQuery({
    queryKey: ['list', '/v1/deliveries', 'conversion', id],
    queryFn: async () => {
      const query = { event: id, target: destinationId, limit: 50 }
      return (await api.get<List<Delivery>>('/v1/deliveries', query)).data
    },
    enabled: id !== null,
  })
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    [`At ${platformNames[platform]}`, action ?? '–'],
    ['Happened', at ? dateAndTime(at, timeZone) : '–'],
    ['Value', value ? money(value.amount, value.currency, true) : 'none of its own'],
    ['Click', click ? `${click.name}, ${dateAndTime(click.at, timeZone)}` : 'none known'],
    ...(dueAt ? [['Told', dateAndTime(dueAt, timeZone)] as const] : []),
    [
      'Enquiry',
      <Link key="enquiry" href={`/enquiries/${encodeURIComponent(enquiryId)}`}>
        Open it
      </Link>,
    ],
  ]
  return (
    <Sheet title={ruleWords(rule, stepName)} isOpen onClose={onClose}>
      <dl className="facts">
        <div>
          <dt>State</dt>
          <dd>
            <ConversionBadge of={conversion} />
            {because && <div className="small quiet">{because}</div>}
          </dd>
        </div>
        {facts.map(([title, shown]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{shown}</dd>
          </div>
        ))}
      </dl>
      <h3 className="sheet-part">Requests</h3>
      {requests.error ? (
        <Trouble error={requests.error} onRetry={() => void requests.refetch()} />
      ) : !requests.data ? (
        <TableSkeleton rows={2} />
      ) : requests.data.length === 0 ? (
        <p className="quiet">None: nothing was to be told.</p>
      ) : (
        <ul className="lines">
          {requests.data.map((each) => (
            <li key={each.id}>
              <div>
                <Link href={address('/deliveries', { target: destinationId, delivery: each.id })}>
                  {eventName(each.event.type)}
                </Link>
                <div className="quiet small">
                  {dateAndTime(each.createdAt, timeZone)} · {deliveryStates[each.state]}
                  {each.because && `: ${each.because}`}
                </div>
              </div>
            </li>
          ))}
        </ul>
      )}
      {id && (
        <p className="quiet small platform-name">
          <span className="mono">{id}</span>, its name there over all its revisions.
        </p>
      )}
    </Sheet>
  )
}

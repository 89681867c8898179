import { useMemo } from 'react'
import { Link, useSearchParams } from 'wouter'
import { useEndless } from '../../api/list.ts'
import { useMe } from '../../api/me.ts'
import { ago, dateAndTime } from '../../look/format.ts'
import { Badge } from '../../parts/badge.tsx'
import { Select } from '../../parts/choice.tsx'
import { Empty, Trouble } from '../../parts/empty.tsx'
import { Filters } from '../../parts/filters.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { type VirtualColumn, VirtualTable } from '../../parts/virtual-table.tsx'
import {
  type Delivery,
  deliveriesPath,
  eventName,
  eventNames,
  eventTypes,
  otherEventNames,
  processingWords,
  stateNames,
  stateTones,
  type Targets,
  targetName,
} from './words.ts'

const states = [
  { id: 'any', name: 'Any state' },
  ...Object.entries(stateNames).map(([id, name]) => ({ id, name })),
]
const types = [
  { id: 'any', name: 'Any event' },
  ...eventTypes.map((id) => ({ id: id as string, name: eventNames[id] })),
  ...Object.entries(otherEventNames).map(([id, name]) => ({ id, name })),
]
/** What waits for its next try moves on while one looks. */
const refetchMilliseconds = 10_000

export const StateBadge = ({ of }: { readonly of: Delivery['state'] }) => (
  <Badge tone={stateTones[of]}>{stateNames[of]}</Badge>
)

function columnsOf(
  timeZone: string,
  targets: Targets,
  onOpen: (id: string) => void,
): VirtualColumn<Delivery>[] {
  return [
    {
      id: 'event',
      title: 'Event',
      isLong: true,
      width: 'minmax(8rem, 1fr)',
      cell: ({ id, event }) => (
        <button type="button" className="delivery-open" onClick={() => onOpen(id)}>
          {eventName(event.type)}
        </button>
      ),
    },
    {
      id: 'at',
      title: 'When',
      width: '7rem',
      cell: ({ createdAt }) => dateAndTime(createdAt, timeZone),
    },
    { id: 'state', title: 'State', width: '5.5rem', cell: ({ state }) => <StateBadge of={state} /> },
    {
      id: 'target',
      title: 'To',
      isLong: true,
      width: 'minmax(0, 1fr)',
      isMinor: true,
      cell: ({ target }) => targetName(target, targets),
    },
    {
      id: 'because',
      title: 'What came of it',
      width: 'minmax(0, 1.6fr)',
      isMinor: true,
      cell: ({ because, state, nextTryAt, attempts, processing }) => (
        <span className="vt-two small quiet">
          {because ?? (state === 'delivered' ? `answered ${attempts.at(-1)?.status}` : '')}
          {state === 'delivered' && processing && `, ${processingWords(processing)}`}
          {state === 'due' && nextTryAt && because && `, next try ${ago(nextTryAt)}`}
        </span>
      ),
    },
    {
      id: 'enquiry',
      title: 'Enquiry',
      width: '5rem',
      isMinor: true,
      cell: ({ enquiryId }) =>
        enquiryId && <Link href={`/enquiries/${encodeURIComponent(enquiryId)}`}>Open</Link>,
    },
  ]
}

/** What went out, or did not, as the address narrows it down. */
export function Log({
  targets,
  onOpen,
}: {
  readonly targets: Targets
  readonly onOpen: (id: string) => void
}) {
  const { account } = useMe()
  const [search, setSearch] = useSearchParams()
  const settingOf = (name: string) => search.get(name) ?? undefined
  const set = (name: string, value: string) =>
    setSearch(
      (standing) => {
        const next = new URLSearchParams(standing)
        if (value === '' || value === 'any') next.delete(name)
        else next.set(name, value)
        return next
      },
      { replace: true },
    )
  const query = {
    state: settingOf('state'),
    type: settingOf('type'),
    target: settingOf('target'),
    enquiry: settingOf('enquiry'),
    event: settingOf('event'),
  }
  const { rows, hasMore, more, error, again } = useEndless<Delivery>(deliveriesPath, query, {
    refetchMilliseconds,
  })
  const columns = useMemo(
    () => columnsOf(account.timeZone, targets, onOpen),
    [account.timeZone, targets, onOpen],
  )
  const chips = (['enquiry', 'event'] as const).flatMap((name) =>
    search.has(name) ? [{ id: name, text: name === 'enquiry' ? 'One enquiry' : 'One event' }] : [],
  )
  const isNarrowed = Object.values(query).some((value) => value !== undefined)
  const places = [
    { id: 'any', name: 'Anywhere' },
    ...targets.webhooks.map(({ id }) => ({ id, name: targetName({ kind: 'webhook', id }, targets) })),
    ...targets.destinations.map(({ id, name }) => ({ id, name })),
  ]
  return (
    <>
      <Filters chips={chips} onRemove={(names) => names.forEach((name) => void set(name, ''))}>
        <Select
          label="State"
          options={states}
          value={settingOf('state') ?? 'any'}
          onChange={(state) => set('state', state)}
        />
        <Select
          label="Event"
          options={types}
          value={settingOf('type') ?? 'any'}
          onChange={(type) => set('type', type)}
        />
        <Select
          label="To"
          options={places}
          value={settingOf('target') ?? 'any'}
          onChange={(target) => set('target', target)}
        />
      </Filters>
      {error ? (
        <Trouble error={error} onRetry={again} />
      ) : rows === undefined ? (
        <TableSkeleton rows={8} />
      ) : rows.length === 0 && !hasMore ? (
        <Empty title={isNarrowed ? 'Nothing like that went out.' : 'Nothing went out yet.'}>
          {isNarrowed
            ? 'Take a filter away. The log goes back 90 days.'
            : 'Each message stands here with all its tries, whatever became of it.'}
        </Empty>
      ) : (
        <VirtualTable
          label="Deliveries"
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
          hasMore={hasMore}
          onMore={more}
          onOpen={({ id }) => onOpen(id)}
          isMarked={({ id }) => id === search.get('delivery')}
        />
      )}
    </>
  )
}

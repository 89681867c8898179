import { X } from 'lucide-react'
import { useMemo } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { useEndless } from '../../api/list.ts'
import { useMe } from '../../api/me.ts'
import { useOneOf, useSetting } from '../../api/search.ts'
import type { PersonSummary } from '../../api/types.ts'
import { ago, count, longDay, money } from '../../look/format.ts'
import { Button } from '../../parts/button.tsx'
import { Select } from '../../parts/choice.tsx'
import { Empty, Trouble } from '../../parts/empty.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { SourceName } from '../../parts/source-name.tsx'
import { OwnLink, type VirtualColumn, VirtualTable } from '../../parts/virtual-table.tsx'
import { useProcess } from '../funnel/queries.ts'
import { Score } from './score.tsx'
import { bandNames, whoIs } from './words.ts'
import './people.css'

const orders = [
  { id: 'recent', name: 'Newest first' },
  { id: 'score', name: 'Highest score first' },
] as const
const bandChoices = [
  { id: 'any', name: 'Any score' },
  ...(['ready', 'warm', 'cold'] as const).map((id) => ({ id, name: bandNames[id] })),
] as const
const kinds = [
  { id: 'any', name: 'Everybody' },
  { id: 'person', name: 'Who made contact' },
  { id: 'visitor', name: 'Visitors alone' },
] as const

const dayIn = (text: string | null) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text ?? '') ? (text ?? undefined) : undefined

/** People, by how near they are to buying and how far they have come. */
export function PeopleList() {
  const { account } = useMe()
  const [, go] = useLocation()
  const [order, setOrder] = useOneOf<'recent' | 'score'>('order', ['recent', 'score'], 'recent')
  const [band, setBand] = useOneOf<'any' | 'ready' | 'warm' | 'cold'>(
    'band',
    ['any', 'ready', 'warm', 'cold'],
    'any',
  )
  const [kind, setKind] = useOneOf<'any' | 'person' | 'visitor'>('kind', ['any', 'person', 'visitor'], 'any')
  const [furthest, setFurthest] = useSetting<string>('furthest', '')
  const [step, setStep] = useSetting<string>('step', '')
  const [search, setSearch] = useSearchParams()
  const [from, to] = [dayIn(search.get('from')), dayIn(search.get('to'))]
  const process = useProcess()
  const steps = process.data?.steps ?? []
  const nameOf = (id: string | null) => steps.find((each) => each.id === id)?.name ?? id
  const query = useMemo(
    () => ({
      order,
      band: band === 'any' ? undefined : band,
      kind: kind === 'any' ? undefined : kind,
      furthest,
      step,
      from,
      to,
    }),
    [order, band, kind, furthest, step, from, to],
  )
  const { rows, hasMore, more, error, again } = useEndless<PersonSummary>('/v1/people', query)
  const columns: readonly VirtualColumn<PersonSummary>[] = [
    {
      id: 'who',
      title: 'Who',
      isLong: true,
      width: 'minmax(0, 1.3fr)',
      cell: (person) => (
        <>
          <OwnLink href={`/people/${encodeURIComponent(person.id)}`}>{whoIs(person)}</OwnLink>
          <br />
          <span className="quiet small">seen {ago(person.lastAt)}</span>
        </>
      ),
    },
    { id: 'score', title: 'Score', width: '6.5rem', cell: (person) => <Score of={person} /> },
    {
      id: 'furthest',
      title: 'Came as far as',
      isLong: true,
      width: 'minmax(0, 1.2fr)',
      cell: ({ furthest: at, steps: own }) => (
        <>
          {nameOf(at) ?? <span className="quiet">–</span>}
          <br />
          <span className="quiet small">
            {count(own.length)} {own.length === 1 ? 'step' : 'steps'}
          </span>
        </>
      ),
    },
    {
      id: 'source',
      title: 'Came first by',
      isMinor: true,
      width: 'minmax(0, 1fr)',
      cell: ({ firstSource }) => <SourceName of={firstSource} />,
    },
    {
      id: 'visits',
      title: 'Visits',
      isFigure: true,
      isMinor: true,
      width: '4.5rem',
      cell: ({ visits }) => count(visits),
    },
    {
      id: 'contacts',
      title: 'Contacts',
      isFigure: true,
      isMinor: true,
      width: '5.5rem',
      cell: ({ contacts }) => count(contacts),
    },
    {
      id: 'value',
      title: 'Value',
      isMinor: true,
      width: '6.5rem',
      isFigure: true,
      cell: ({ value }) =>
        value.amount === 0 ? <span className="quiet">–</span> : money(value.amount, account.currency),
    },
  ]
  const isNarrowed = band !== 'any' || kind !== 'any' || furthest !== '' || step !== '' || from !== undefined
  const stepChoices = [{ id: '', name: 'Any step' }, ...steps.map(({ id, name }) => ({ id, name }))]
  return (
    <>
      <div className="page-actions filters-row">
        <Select label="Score" value={band} onChange={setBand} options={bandChoices} />
        <Select label="Kind" value={kind} onChange={setKind} options={kinds} />
        <Select
          label="Stands at"
          value={furthest}
          onChange={(id) => {
            setFurthest(id)
          }}
          options={stepChoices.map(({ id, name }) => ({
            id,
            name: id === '' ? 'Standing anywhere' : `Standing at: ${name}`,
          }))}
        />
        <Select
          label="Reached"
          value={step}
          onChange={setStep}
          options={stepChoices.map(({ id, name }) => ({
            id,
            name: id === '' ? 'Reached any step' : `Reached: ${name}`,
          }))}
        />
        <Select label="Order" value={order} onChange={setOrder} options={orders} />
        {from !== undefined && to !== undefined && (
          <Button
            look="quiet"
            aria-label={`First step ${longDay(from)} – ${longDay(to)}, take away`}
            onPress={() =>
              setSearch((standing) => {
                const next = new URLSearchParams(standing)
                next.delete('from')
                next.delete('to')
                return next
              })
            }
          >
            First step {longDay(from)} – {longDay(to)} <X aria-hidden="true" />
          </Button>
        )}
      </div>
      {error ? (
        <Trouble error={error} onRetry={again} />
      ) : rows === undefined ? (
        <TableSkeleton rows={12} />
      ) : rows.length === 0 ? (
        <Empty title={isNarrowed || order === 'score' ? 'Nobody is like that.' : 'Nobody took a step yet.'}>
          {order === 'score'
            ? 'By score stand those who were ever warm. Take a filter away, or look at the newest.'
            : isNarrowed
              ? 'Take a filter away.'
              : 'A visit to a page with the snippet is a first one; a call, a text, a form or a code is one, too.'}
        </Empty>
      ) : (
        <VirtualTable
          label="People"
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
          hasMore={hasMore}
          onMore={more}
          onOpen={({ id }) => go(`/people/${encodeURIComponent(id)}`)}
        />
      )}
    </>
  )
}

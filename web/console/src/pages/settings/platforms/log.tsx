import { useMemo, useState } from 'react'
import { useEndless } from '../../../api/list.ts'
import { useMe } from '../../../api/me.ts'
import { useOneOf } from '../../../api/search.ts'
import { address } from '../../../api/send.ts'
import { dateAndTime, money } from '../../../look/format.ts'
import { LinkButton } from '../../../parts/button.tsx'
import { Select } from '../../../parts/choice.tsx'
import { Empty, Trouble } from '../../../parts/empty.tsx'
import { Section } from '../../../parts/page.tsx'
import { TableSkeleton } from '../../../parts/skeleton.tsx'
import { type VirtualColumn, VirtualTable } from '../../../parts/virtual-table.tsx'
import { ConversionBadge } from './conversion-badge.tsx'
import { ConversionSheet } from './conversion-sheet.tsx'
import { conversionsPath, useStepName } from './queries.ts'
import { type Conversion, type ConversionState, type Destination, ruleWords, stateNames } from './words.ts'

const states = [
  { id: 'any', name: 'Any state' },
  ...(Object.keys(stateNames) as ConversionState[]).map((id) => ({ id, name: stateNames[id] })),
] as const
/** A sweep over 90 days takes a while; what waits goes out by and by. */
const refetchMilliseconds = 5_000

function columnsOf(
  timeZone: string,
  stepName: (id: string) => string,
  onOpen: (row: Conversion) => void,
): VirtualColumn<Conversion>[] {
  return [
    {
      id: 'what',
      title: 'What converted',
      isLong: true,
      width: 'minmax(8rem, 1.2fr)',
      cell: (row) => (
        <button type="button" className="row-open" onClick={() => onOpen(row)}>
          {ruleWords(row.rule, stepName)}
        </button>
      ),
    },
    {
      id: 'at',
      title: 'When',
      width: '7rem',
      cell: ({ at }) => (at ? dateAndTime(at, timeZone) : ''),
    },
    { id: 'state', title: 'State', width: '7rem', cell: (row) => <ConversionBadge of={row} /> },
    {
      id: 'value',
      title: 'Value',
      width: '5.5rem',
      isFigure: true,
      isMinor: true,
      cell: ({ value }) => (value ? money(value.amount, value.currency) : <span className="quiet">–</span>),
    },
    {
      id: 'because',
      title: 'Why',
      width: 'minmax(0, 2fr)',
      isMinor: true,
      cell: ({ because, click, state, dueAt }) => (
        <span className="vt-two small quiet">
          {because ??
            (state === 'waiting' && dueAt
              ? `told ${dateAndTime(dueAt, timeZone)}`
              : click
                ? `by ${click.name}`
                : '')}
        </span>
      ),
    },
  ]
}

/** What it was told, would have been, or was not, and why. */
export function ConversionLog({ of: destination }: { readonly of: Destination }) {
  const { timeZone } = useMe().account
  const stepName = useStepName()
  const [state, setState] = useOneOf<ConversionState | 'any'>(
    'state',
    states.map(({ id }) => id),
    'any',
  )
  const [open, setOpen] = useState<Conversion>()
  const { rows, hasMore, more, error, again } = useEndless<Conversion>(
    conversionsPath,
    { destination: destination.id, state: state === 'any' ? undefined : state },
    { refetchMilliseconds },
  )
  const columns = useMemo(() => columnsOf(timeZone, stepName, setOpen), [timeZone, stepName])
  return (
    <Section
      title="Where conversions went"
      lead="Newest first: what was sent, would be, or was not, and why."
      actions={
        <>
          <Select label="State" options={states} value={state} onChange={setState} />
          <LinkButton href={address('/deliveries', { target: destination.id })}>The requests</LinkButton>
        </>
      }
    >
      {error ? (
        <Trouble error={error} onRetry={again} />
      ) : rows === undefined ? (
        <TableSkeleton rows={6} />
      ) : rows.length === 0 && !hasMore ? (
        <Empty title={state === 'any' ? 'Nothing converted yet.' : 'Nothing stands so.'}>
          {state !== 'any'
            ? 'Choose another state.'
            : destination.mode === 'off'
              ? 'It is off: nothing is decided.'
              : 'Enquiries of the last 90 days are looked at within a minute or so; later ones as they come. An enquiry’s own page says what became of it here.'}
        </Empty>
      ) : (
        <VirtualTable
          label="Conversions"
          columns={columns}
          rows={rows}
          rowKey={({ id, dryRun, rule }) => `${id} ${rule} ${dryRun}`}
          hasMore={hasMore}
          onMore={more}
          onOpen={setOpen}
          isMarked={(row) => row.id === open?.id && row.dryRun === open?.dryRun}
        />
      )}
      {open && <ConversionSheet of={open} onClose={() => setOpen(undefined)} />}
    </Section>
  )
}

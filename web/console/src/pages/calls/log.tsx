import { useMemo, useState } from 'react'
import { useSearchParams } from 'wouter'
import { useEndless } from '../../api/list.ts'
import { useMe } from '../../api/me.ts'
import { usePeriod } from '../../api/period.ts'
import { phone } from '../../look/format.ts'
import { Select } from '../../parts/choice.tsx'
import { Empty, Trouble } from '../../parts/empty.tsx'
import { Field } from '../../parts/field.tsx'
import { Filters } from '../../parts/filters.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { VirtualTable } from '../../parts/virtual-table.tsx'
import { type CallRow, unanswered, useNumbers } from './call.ts'
import { digitsSought } from './callers.ts'
import { columnsOf } from './columns.tsx'

const outcomes = [
  { id: 'any', name: 'Any outcome' },
  { id: 'answered', name: 'Answered' },
  { id: unanswered, name: 'Not answered' },
  { id: 'voicemail', name: 'Left a message' },
] as const
const spams = [
  { id: 'any', name: 'Spam or not' },
  { id: 'false', name: 'Without spam' },
  { id: 'true', name: 'Spam alone' },
] as const

/** Every call of the days, as the address narrows them down. */
export function Log({ onOpen }: { readonly onOpen: (callSid: string) => void }) {
  const { account, rights } = useMe()
  const { from, to } = usePeriod()
  const { numbers, labels } = useNumbers()
  const [search, setSearch] = useSearchParams()
  const sought = digitsSought(search.get('q') ?? '')
  const [typed, setTyped] = useState(search.get('q') ?? '')
  const [shownSought, setShownSought] = useState(sought)
  if (sought !== shownSought) {
    // A link, or the browser's way back, may have brought other digits.
    setShownSought(sought)
    if (digitsSought(typed) !== sought) setTyped(sought ?? '')
  }
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
  const settingOf = (name: string) => search.get(name) ?? undefined
  const query = {
    from,
    to,
    outcome: settingOf('outcome'),
    number: settingOf('number'),
    spam: settingOf('spam'),
    tag: settingOf('tag'),
    // Whose phones are masked would be refused.
    q: rights.phones ? sought : undefined,
    expand: 'enquiry',
  }
  const { rows, hasMore, more, error, again } = useEndless<CallRow>('/v1/calls', query)
  const columns = useMemo(() => columnsOf(account, labels, onOpen), [account, labels, onOpen])
  const chips = ['tag'].flatMap((name) =>
    search.has(name) ? [{ id: name, text: `Tag: ${settingOf(name)}` }] : [],
  )
  const isNarrowed = ['outcome', 'number', 'spam', 'tag', 'q'].some((name) => search.has(name))
  return (
    <>
      <Filters chips={chips} onRemove={(names) => names.forEach((name) => void set(name, ''))}>
        <Select
          label="Outcome"
          options={outcomes}
          value={(settingOf('outcome') ?? 'any') as 'any'}
          onChange={(outcome) => set('outcome', outcome)}
        />
        <Select
          label="Number"
          options={[
            { id: 'any', name: 'All numbers' },
            ...numbers.map(({ number, label }) => ({
              id: number,
              name: label ? `${label}, ${phone(number)}` : phone(number),
            })),
          ]}
          value={settingOf('number') ?? 'any'}
          onChange={(number) => set('number', number)}
        />
        <Select
          label="Spam"
          options={spams}
          value={(settingOf('spam') ?? 'any') as 'any'}
          onChange={(spam) => set('spam', spam)}
        />
        {rights.phones && (
          <div className="calls-find">
            <Field
              label="Last digits of the caller’s number"
              isLabelHidden
              placeholder="Caller’s last digits"
              inputMode="tel"
              value={typed}
              onChange={(text) => {
                setTyped(text)
                set('q', digitsSought(text) ?? '')
              }}
            />
          </div>
        )}
      </Filters>
      {error ? (
        <Trouble error={error} onRetry={again} />
      ) : rows === undefined ? (
        <TableSkeleton rows={12} />
      ) : rows.length === 0 ? (
        <Empty title={isNarrowed ? 'No call of these days is like that.' : 'No calls in these days.'}>
          {isNarrowed ? (
            'Take a filter away, or choose other days.'
          ) : (
            <>
              Calls to your tracking numbers stand here from their first ring.{' '}
              <a href="/settings/numbers">Set up a number</a> to begin.
            </>
          )}
        </Empty>
      ) : (
        <VirtualTable
          label="Calls"
          columns={columns}
          rows={rows}
          rowKey={({ callSid }) => callSid}
          hasMore={hasMore}
          onMore={more}
          onOpen={({ callSid }) => onOpen(callSid)}
          isMarked={({ callSid }) => callSid === search.get('call')}
        />
      )}
    </>
  )
}

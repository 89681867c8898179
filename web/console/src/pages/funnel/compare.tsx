import { useState } from 'react'
import { useSearchParams } from 'wouter'
import { type Period, periodBefore } from '../../api/days.ts'
import { longDay } from '../../look/format.ts'
import { yearBefore } from '../../look/year-before.ts'
import { Select } from '../../parts/choice.tsx'
import { DaysDialog } from '../../parts/days-dialog.tsx'

type Days = Pick<Period, 'from' | 'to'>
const ways = ['previous', 'year', 'custom', 'none'] as const
type Way = (typeof ways)[number]
const names = [
  { id: 'previous', name: 'The days before' },
  { id: 'year', name: 'A year before' },
  { id: 'custom', name: 'Other days…' },
  { id: 'none', name: 'Nothing' },
] as const

const isDay = (text: string | null): text is string => /^\d{4}-\d{2}-\d{2}$/.test(text ?? '')
/** @returns which other days a period is held against, and undefined where against none */
export function useCompared(period: Period): { readonly way: Way; readonly days: Days | undefined } {
  const [search] = useSearchParams()
  const [from, to, way] = [search.get('compareFrom'), search.get('compareTo'), search.get('compare')]
  if (isDay(from) && isDay(to) && from <= to) return { way: 'custom', days: { from, to } }
  if (way === 'none') return { way, days: undefined }
  if (way === 'year') return { way, days: { from: yearBefore(period.from), to: yearBefore(period.to) } }
  return { way: 'previous', days: periodBefore(period) }
}

/** What the days of the page are held against; it stands in the address. */
export function ComparePicker({ period }: { readonly period: Period }) {
  const { way, days } = useCompared(period)
  const [, setSearch] = useSearchParams()
  const [isAsking, setAsking] = useState(false)
  const change = (given: Record<string, string>) =>
    setSearch((standing) => {
      const next = new URLSearchParams(standing)
      for (const name of ['compare', 'compareFrom', 'compareTo']) next.delete(name)
      for (const [name, value] of Object.entries(given)) next.set(name, value)
      return next
    })
  const spoken = days && `${longDay(days.from)} – ${longDay(days.to)}`
  return (
    <>
      <Select
        label="Compared with"
        value={way}
        options={names.map(({ id, name }) => ({
          id,
          name: id !== way ? name : id === 'custom' ? `Against ${spoken}` : `Against ${name.toLowerCase()}`,
        }))}
        onChange={(chosen) => {
          if (chosen === 'custom') setAsking(true)
          else change(chosen === 'previous' ? {} : { compare: chosen })
        }}
      />
      <DaysDialog
        title="Compare with which days?"
        usual={days ?? periodBefore(period)}
        isOpen={isAsking}
        onClose={(chosen) => {
          setAsking(false)
          if (chosen) change({ compareFrom: chosen.from, compareTo: chosen.to })
        }}
      />
    </>
  )
}

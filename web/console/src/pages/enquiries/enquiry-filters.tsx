import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'wouter'
import { isOneOf, useMe } from '../../api/me.ts'
import { usePeriod } from '../../api/period.ts'
import { api } from '../../api/request.ts'
import type { SourcesReport } from '../../api/types.ts'
import { phone } from '../../look/format.ts'
import { type Option, Select } from '../../parts/choice.tsx'
import { Filters } from '../../parts/filters.tsx'
import { dimensions, isModel, models } from './filter.ts'

const all = { id: '', name: '' }
const kinds: readonly Option<string>[] = [
  { ...all, name: 'Any contact' },
  { id: 'call', name: 'With a call' },
  { id: 'text', name: 'With a text' },
  { id: 'form', name: 'With a form' },
  { id: 'redemption', name: 'With a code redeemed' },
]
const confidences: readonly Option<string>[] = [
  { ...all, name: 'Sure or not' },
  { id: 'certain', name: 'Certain' },
  { id: 'likely', name: 'Likely' },
  { id: 'weak', name: 'Weak' },
  { id: 'none', name: 'Unknown source' },
]
/** What has a choice of its own; what else the address asks for is a chip. */
const chosen: ReadonlySet<string> = new Set(['channel', 'source', 'campaign', 'kind', 'confidence'])

/** What the address says of a dimension, as people say it. */
const chipWords = (name: string, value: string): string =>
  name === 'number' ? phone(value) : name === 'firstTime' ? (value === 'true' ? 'yes' : 'no') : value

/** The keys that a report of these days has, most enquiries first. */
function useKeys(groupBy: 'channel' | 'source' | 'campaign'): readonly string[] {
  const me = useMe()
  const { from, to } = usePeriod()
  const { data } = useQuery({
    queryKey: ['sources', from, to, 'last', groupBy],
    queryFn: () => api.get<SourcesReport>('/v1/reports/sources', { from, to, groupBy }),
    // Figures are not for agents; what the address asks for still holds.
    enabled: isOneOf(me, 'owner', 'marketer', 'viewer'),
  })
  return (data?.rows ?? [])
    .filter(({ enquiries }) => enquiries > 0)
    .toSorted((left, right) => right.enquiries - left.enquiries)
    .map(({ key }) => key)
}

function DimensionSelect({
  name,
  any,
  value,
  onChange,
}: {
  readonly name: 'channel' | 'source' | 'campaign'
  readonly any: string
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  const keys = useKeys(name)
  // Whoever sees no figures has nothing to choose from.
  if (keys.length === 0 && value === '') return null
  const options = [
    { ...all, name: any },
    ...[...new Set([...(value ? [value] : []), ...keys])].map((key) => ({ id: key, name: key })),
  ]
  return <Select label={dimensions[name]} options={options} value={value} onChange={onChange} />
}

export function EnquiryFilters() {
  const [search, setSearch] = useSearchParams()
  const set = (changes: Readonly<Record<string, string>>) =>
    setSearch(
      (standing) => {
        const next = new URLSearchParams(standing)
        for (const [name, value] of Object.entries(changes)) {
          if (value === '') next.delete(name)
          else next.set(name, value)
        }
        return next
      },
      { replace: true },
    )
  const settingOf = (name: string) => search.get(name) ?? ''
  const chips = [
    ...Object.entries(dimensions)
      .filter(([name]) => !chosen.has(name) && search.has(name))
      .map(([name, title]) => ({ id: name, text: `${title}: ${chipWords(name, settingOf(name))}` })),
    ...(isModel(search.get('model'))
      ? [{ id: 'model', text: `Credit: ${models[search.get('model') as keyof typeof models]}` }]
      : []),
  ]
  return (
    <Filters chips={chips} onRemove={(ids) => set(Object.fromEntries(ids.map((id) => [id, ''])))}>
      <DimensionSelect
        name="channel"
        any="All channels"
        value={settingOf('channel')}
        onChange={(channel) => set({ channel })}
      />
      <DimensionSelect
        name="source"
        any="All sources"
        value={settingOf('source')}
        onChange={(source) => set({ source })}
      />
      <DimensionSelect
        name="campaign"
        any="All campaigns"
        value={settingOf('campaign')}
        onChange={(campaign) => set({ campaign })}
      />
      <Select label="Contact" options={kinds} value={settingOf('kind')} onChange={(kind) => set({ kind })} />
      <Select
        label="How sure"
        options={confidences}
        value={settingOf('confidence')}
        onChange={(confidence) => set({ confidence })}
      />
    </Filters>
  )
}

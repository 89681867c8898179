import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { api } from '../../api/request.ts'
import { count, share } from '../../look/format.ts'
import { Badge } from '../../parts/badge.tsx'
import { Trouble } from '../../parts/empty.tsx'
import { Section } from '../../parts/page.tsx'
import './attention.css'

interface Matter {
  readonly id: string
  readonly severity: 'urgent' | 'warning' | 'notice'
  readonly title: string
  readonly detail: string
  readonly value: number | null
  readonly before: number | null
  readonly unit: 'share' | 'count' | null
  /** A page of the console. */
  readonly to: string
}

const tones = { urgent: 'signal', warning: 'warn', notice: 'plain' } as const

/** What wants a hand, most urgent first; where nothing does, nothing is shown. */
export function Attention() {
  const { data, error, refetch } = useQuery({
    queryKey: ['attention'],
    queryFn: () => api.get<{ readonly data: readonly Matter[] }>('/v1/attention'),
    refetchInterval: 60_000,
  })
  // Silence says that all is well: it must not stand for not knowing.
  if (error && !data)
    return (
      <Section title="Needs attention">
        <Trouble error={error} onRetry={() => void refetch()} />
      </Section>
    )
  if (!data || data.data.length === 0) return null
  return (
    <Section title="Needs attention">
      <ul className="matters">
        {data.data.map((matter) => (
          <li key={matter.id}>
            <span className="matter-severity">
              <Badge tone={tones[matter.severity] ?? 'plain'}>{matter.severity}</Badge>
            </span>
            <div>
              <Link href={matter.to}>{matter.title}</Link>
              <p className="quiet small">{matter.detail}</p>
            </div>
            <Size of={matter} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** How large it is, and how large it was before. */
function Size({ of: { value, before, unit } }: { readonly of: Pick<Matter, 'value' | 'before' | 'unit'> }) {
  if (value === null || unit === null) return null
  const show = unit === 'share' ? share : count
  return (
    <span className="matter-size">
      {show(value)}
      {before !== null && <small className="quiet">before {show(before)}</small>}
    </span>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { api } from '../../api/request.ts'
import { Badge } from '../../parts/badge.tsx'
import { Section } from '../../parts/page.tsx'
import './attention.css'

interface Matter {
  readonly id: string
  readonly severity: 'urgent' | 'warning' | 'notice'
  readonly title: string
  readonly detail: string
  /** A page of the console. */
  readonly to: string
}

const tones = { urgent: 'signal', warning: 'warn', notice: 'plain' } as const

/** What wants a hand; where nothing does, nothing is shown. */
export function Attention() {
  const { data } = useQuery({
    queryKey: ['attention'],
    queryFn: () => api.get<{ readonly data: readonly Matter[] }>('/v1/attention'),
  })
  if (!data || data.data.length === 0) return null
  return (
    <Section title="Needs attention">
      <ul className="matters">
        {data.data.map(({ id, severity, title, detail, to }) => (
          <li key={id}>
            <Badge tone={tones[severity] ?? 'plain'}>{severity}</Badge>
            <div>
              <Link href={to}>{title}</Link>
              <p className="quiet small">{detail}</p>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { isOneOf, useMe } from '../../../api/me.ts'
import { ago, count } from '../../../look/format.ts'
import { Badge } from '../../../parts/badge.tsx'
import { Button } from '../../../parts/button.tsx'
import { Empty, Trouble } from '../../../parts/empty.tsx'
import { Section } from '../../../parts/page.tsx'
import { TableSkeleton } from '../../../parts/skeleton.tsx'
import { NewPlatform } from './new-platform.tsx'
import { useDestinations, useRefresh, useStepName } from './queries.ts'
import { type Destination, modeNames, modeTones, platformNames, ruleName, ruleWords } from './words.ts'
import './platforms.css'

/** Which ad platforms are told what became of their clicks. */
export default function Platforms() {
  const me = useMe()
  const [, go] = useLocation()
  const refresh = useRefresh()
  const { data, error, refetch } = useDestinations()
  const [isMaking, setMaking] = useState(false)
  return (
    <Section
      title="Ad platforms"
      lead="Told which clicks became enquiries and sales, they bid for more of those."
      actions={
        isOneOf(me, 'owner') && (
          <Button look={data?.length === 0 ? 'primary' : 'plain'} onPress={() => setMaking(true)}>
            <Plus aria-hidden="true" /> Add a platform
          </Button>
        )
      }
    >
      {error ? (
        <Trouble error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <TableSkeleton rows={3} />
      ) : data.length === 0 ? (
        <Empty title="No platform is told yet.">
          Google Analytics, Google Ads, Meta or Microsoft: each begins as a dry run over the enquiries of the
          last 90 days. You see what would be sent, and why the rest would not; nothing leaves before you take
          it live.
        </Empty>
      ) : (
        <ul className="lines">
          {data.map((each) => (
            <Line key={each.id} of={each} />
          ))}
        </ul>
      )}
      {isMaking && (
        <NewPlatform
          onClose={() => setMaking(false)}
          onMade={({ id }) => {
            void refresh()
            go(`/settings/platforms/${id}`)
          }}
        />
      )}
    </Section>
  )
}

const mostShown = 3

function Line({ of: { id, name, platform, mode, rules, trouble } }: { readonly of: Destination }) {
  const stepName = useStepName()
  return (
    <li>
      <div>
        <Link href={`/settings/platforms/${id}`}>{name}</Link>
        {name !== platformNames[platform] && <span className="quiet small"> {platformNames[platform]}</span>}
        <div className="quiet small">
          {rules.length === 0
            ? 'No rule yet: nothing converts.'
            : [
                ...rules
                  .slice(0, mostShown)
                  .map((rule) => `${ruleWords(ruleName(rule), stepName)} → ${rule.label ?? rule.action}`),
                ...(rules.length > mostShown ? [`${count(rules.length - mostShown)} more`] : []),
              ].join(' · ')}
        </div>
        {trouble && (
          <div className="platform-trouble small">
            Nothing is sent since {ago(trouble.at)}: {trouble.because}
          </div>
        )}
      </div>
      {trouble && <Badge tone="signal">Stuck</Badge>}
      <Badge tone={modeTones[mode]}>{modeNames[mode]}</Badge>
    </li>
  )
}

import { useState } from 'react'
import { Link } from 'wouter'
import { isOneOf, useMe } from '../../api/me.ts'
import type { Campaign, Code, CodeWithHistory } from '../../api/types.ts'
import { count, dateAndTime } from '../../look/format.ts'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { VoidDialog } from './void-dialog.tsx'
import { benefitWords, directionNames } from './words.ts'

type Event = CodeWithHistory['history'][number]

const statuses: Readonly<
  Record<Code['status'], { readonly name: string; readonly tone: 'plain' | 'good' | 'warn' | 'signal' }>
> = {
  live: { name: 'can be used', tone: 'good' },
  'not-started': { name: 'not yet valid', tone: 'warn' },
  held: { name: 'reserved', tone: 'warn' },
  used: { name: 'used', tone: 'plain' },
  expired: { name: 'expired', tone: 'plain' },
  voided: { name: 'withdrawn', tone: 'signal' },
}
export const StatusBadge = ({ status }: Pick<Code, 'status'>) => (
  <Badge tone={statuses[status].tone}>{statuses[status].name}</Badge>
)

const ways: Readonly<Record<NonNullable<Event['how']>, string>> = {
  keyed: 'keyed in a call',
  spoken: 'said in a call',
  agent: 'told an agent',
  sms: 'sent by text',
  online: 'entered online',
  api: 'by the API',
}

function wordsOf({ event, how, by, reason, orderReference }: Event): string {
  const what: Readonly<Record<Event['event'], string>> = {
    issued: 'Issued',
    used: 'Used',
    'use-voided': 'Use taken back',
    held: 'Reserved',
    released: 'Let go',
    voided: 'Withdrawn',
  }
  return [
    what[event],
    how && (ways[how] ?? how),
    orderReference && `for order ${orderReference}`,
    by && `by ${by}`,
    reason && `(${reason})`,
  ]
    .filter(Boolean)
    .join(', ')
}

/** All that is known of a code: whether it can be used, what it is worth, what became of it. */
export function CodeCard({
  code,
  campaign,
}: {
  readonly code: CodeWithHistory
  readonly campaign: Campaign | undefined
}) {
  const me = useMe()
  const [voided, setVoided] = useState<{ readonly redemptionId?: string }>()
  const { timeZone } = me.account
  const mayVoid = isOneOf(me, 'owner', 'marketer')
  const takenBack = new Set(
    code.history.filter(({ event }) => event === 'use-voided').map(({ redemptionId }) => redemptionId),
  )
  return (
    <div className="code-card">
      <div className="code-card-head">
        <span className="code-display">{code.display}</span>
        <StatusBadge status={code.status} />
        {mayVoid && code.status !== 'voided' && (
          <span className="page-actions">
            <Button look="danger" size="s" onPress={() => setVoided({})}>
              Withdraw…
            </Button>
          </span>
        )}
      </div>
      <dl className="code-facts">
        <div>
          <dt>Campaign</dt>
          <dd>
            <Link href={`/codes?campaign=${code.campaignId}`}>{campaign?.name ?? code.campaignId}</Link>
          </dd>
        </div>
        {campaign && (
          <div>
            <dt>Worth</dt>
            <dd>{benefitWords(campaign.benefit)}</dd>
          </div>
        )}
        <div>
          <dt>Way</dt>
          <dd>{directionNames[code.direction]}</dd>
        </div>
        <div>
          <dt>Used</dt>
          <dd>
            {count(code.used)} of {count(code.maxUses)}
          </dd>
        </div>
        <div>
          <dt>Valid until</dt>
          <dd>{dateAndTime(code.expiresAt, timeZone)}</dd>
        </div>
      </dl>
      <ol className="code-history" aria-label="What became of it">
        {code.history.map((event) => (
          <li key={`${event.at} ${event.event} ${event.redemptionId ?? ''}`}>
            <time className="quiet" dateTime={event.at}>
              {dateAndTime(event.at, timeZone)}
            </time>
            <span>
              {wordsOf(event)}
              {event.callSid && (
                <>
                  {' '}
                  · <Link href={`/calls?call=${event.callSid}`}>the call</Link>
                </>
              )}
            </span>
            {mayVoid &&
              event.event === 'used' &&
              event.redemptionId &&
              !takenBack.has(event.redemptionId) && (
                <Button
                  look="quiet"
                  size="s"
                  onPress={() => setVoided({ redemptionId: event.redemptionId as string })}
                >
                  Take back…
                </Button>
              )}
          </li>
        ))}
      </ol>
      {voided && <VoidDialog code={code} {...voided} onClose={() => setVoided(undefined)} />}
    </div>
  )
}

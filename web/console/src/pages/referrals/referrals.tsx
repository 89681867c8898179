import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { HeartHandshake } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { displayCode } from '../../../../../shared/domain/code-display.ts'
import { useCampaigns } from '../../api/campaigns.ts'
import { isOneOf, useMe } from '../../api/me.ts'
import { usePeriod } from '../../api/period.ts'
import { api } from '../../api/request.ts'
import type { ReferralsReport } from '../../api/types.ts'
import { count, date, longDay, money, phone } from '../../look/format.ts'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Empty, Trouble } from '../../parts/empty.tsx'
import { Figure, Figures } from '../../parts/figure.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { PeriodPicker } from '../../parts/period-picker.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { type Column, DataTable } from '../../parts/table.tsx'
import { GiveCode } from './give.tsx'
import './referrals.css'

type Row = ReferralsReport['rows'][number]
type Friend = ReferralsReport['friends'][number]

const stateNames: Readonly<Record<Friend['state'], string>> = {
  open: 'not bought yet',
  earned: 'both rewarded',
  refused: 'no reward',
  'taken-back': 'taken back',
}
const stateTones = { open: 'plain', earned: 'good', refused: 'warn', 'taken-back': 'signal' } as const
const refusals: Readonly<Record<NonNullable<Friend['refusal']>, string>> = {
  'unknown-code': 'the code is nobody’s any more',
  self: 'recommended to themselves',
  loop: 'recommended back to who recommended them',
  'rewarded-before': 'this friend was rewarded before',
}

const takenBack: Readonly<Record<NonNullable<Friend['takenBackBecause']>, string>> = {
  lost: 'the sale was lost',
  refunded: 'the sale was paid back',
  'worth-nothing': 'the sale is worth nothing any more',
  'not-sold': 'nothing was sold after all',
  spam: 'it was spam',
  test: 'it was a test',
  'no-recommendation': 'the use of the code was undone',
  gone: 'the enquiry is gone',
}
type RewardMail = Friend['mails']['friend']
const mailNames: Readonly<Record<NonNullable<RewardMail>, string>> = {
  'on-its-way': 'told by mail',
  'no-address': 'for you to tell: no e-mail known',
  'no-consent': 'for you to tell: did not agree to mails',
  unsubscribed: 'for you to tell: wants no mails',
  suppressed: 'for you to tell: mails came back',
}
const rewardLine = (who: string, code: string | null, mail: RewardMail, isUsed: boolean) => {
  if (code === null) return undefined
  const more = isUsed ? 'used before, stays' : mail && mailNames[mail]
  return [`${who} ${displayCode(code)}`, more].filter(Boolean).join(', ')
}
/** What came of the rewards, a line each. */
function rewardLines({ state, refusal, takenBackBecause, mails, ...rewards }: Friend): string[] {
  const isBack = state === 'taken-back'
  return [
    refusal ? refusals[refusal] : undefined,
    takenBackBecause ? takenBack[takenBackBecause] : undefined,
    rewardLine('customer', rewards.referrerReward, mails.referrer, isBack),
    rewardLine('friend', rewards.friendReward, mails.friend, isBack),
  ].filter((line) => line !== undefined)
}

/** Who recommends the business, and what came of it. */
export default function Referrals() {
  const me = useMe()
  const { currency, timeZone } = me.account
  const period = usePeriod('90d')
  const campaigns = useCampaigns()
  const own = campaigns.data?.filter(({ kind, active }) => kind === 'referral' && active) ?? []
  const query = { from: period.from, to: period.to }
  const report = useQuery({
    queryKey: ['referrals', query],
    queryFn: () => api.get<ReferralsReport>('/v1/reports/referrals', query),
    placeholderData: keepPreviousData,
  })
  const [isGiving, setGiving] = useState(false)
  const mayGive = isOneOf(me, 'owner', 'marketer')
  return (
    <Page
      title="Referrals"
      lead={`Recommended from ${longDay(period.from)} to ${longDay(period.to)}.`}
      actions={
        <>
          {mayGive && own.length > 0 && (
            <Button onPress={() => setGiving(true)}>
              <HeartHandshake aria-hidden="true" /> Give a customer a code
            </Button>
          )}
          <PeriodPicker usual="90d" />
        </>
      }
    >
      {report.error && !report.data ? (
        <Trouble error={report.error} onRetry={() => void report.refetch()} />
      ) : !report.data || !campaigns.data ? (
        <TableSkeleton />
      ) : own.length === 0 && report.data.rows.length === 0 ? (
        <Empty title="Nobody recommends you yet, as far as codes tell.">
          Make a campaign of kind “referral” under <Link href="/settings/campaigns">Campaigns</Link>: its
          benefit is what a friend gets. Then each customer has a code and a link of their own, and both sides
          are rewarded once the friend has bought.
        </Empty>
      ) : (
        <>
          <Totals of={report.data.totals} currency={currency} />
          <Section title="Who recommends you">
            {report.data.rows.length === 0 ? (
              <Empty title="No customer has a code yet." />
            ) : (
              <DataTable
                label="Customers who recommend you"
                columns={referrerColumns(currency)}
                rows={report.data.rows}
                rowKey={({ code }) => code}
                usualOrder={{ column: 'value', isDescending: true }}
              />
            )}
          </Section>
          {report.data.friends.length > 0 && (
            <Section title="Their friends" lead="The latest first.">
              <DataTable
                label="Friends who came by a recommendation"
                columns={friendColumns(currency, timeZone, report.data.rows)}
                rows={report.data.friends}
                rowKey={({ enquiryId }) => enquiryId}
              />
            </Section>
          )}
        </>
      )}
      {own.length > 0 && (
        <GiveCode campaigns={own} isOpen={isGiving} onClose={() => setGiving(false)} key={own[0]?.id} />
      )}
    </Page>
  )
}

const Totals = ({ of, currency }: { readonly of: ReferralsReport['totals']; readonly currency: string }) => (
  <Figures>
    <Figure label="Visits by a link" value={count(of.visits)} />
    <Figure label="Friends who enquired" value={count(of.enquiries)} />
    <Figure label="Bought" value={count(of.sold)} note={money(of.value, currency)} />
    <Figure
      label="Rewarded"
      value={count(of.earned)}
      note={of.takenBack > 0 ? `${count(of.takenBack)} taken back` : undefined}
    />
  </Figures>
)

const referrerColumns = (currency: string): readonly Column<Row>[] => [
  {
    id: 'who',
    title: 'Customer',
    order: ({ referrer }) => referrer ?? '',
    cell: ({ referrer, display, campaign }) => (
      <>
        {referrer === null ? (
          <span className="quiet">erased</span>
        ) : referrer.startsWith('+') ? (
          phone(referrer)
        ) : (
          referrer
        )}
        <br />
        <span className="quiet small">
          <span className="mono">{display}</span>
          {campaign && ` · ${campaign}`}
        </span>
      </>
    ),
  },
  {
    id: 'visits',
    title: 'Visits',
    isFigure: true,
    isMinor: true,
    order: ({ visits }) => visits,
    cell: ({ visits }) => count(visits),
  },
  {
    id: 'enquiries',
    title: 'Enquiries',
    isFigure: true,
    order: ({ enquiries }) => enquiries,
    cell: ({ enquiries }) => count(enquiries),
  },
  { id: 'sold', title: 'Bought', isFigure: true, order: ({ sold }) => sold, cell: ({ sold }) => count(sold) },
  {
    id: 'earned',
    title: 'Rewarded',
    isFigure: true,
    isMinor: true,
    order: ({ earned }) => earned,
    cell: ({ earned }) => count(earned),
  },
  {
    id: 'value',
    title: 'Value',
    isFigure: true,
    order: ({ value }) => value,
    cell: ({ value, sold }) => (sold === 0 && value === 0 ? '–' : money(value, currency)),
  },
]

const friendColumns = (
  currency: string,
  timeZone: string,
  rows: readonly Row[],
): readonly Column<Friend>[] => [
  {
    id: 'when',
    title: 'Enquired',
    order: ({ openedAt }) => openedAt,
    cell: ({ enquiryId, openedAt, by }) => (
      <>
        <Link href={`/enquiries/${enquiryId}`}>{date(openedAt, timeZone)}</Link>
        <br />
        <span className="quiet small">{by === 'code' ? 'used the code' : 'followed the link'}</span>
      </>
    ),
  },
  {
    id: 'code',
    title: 'By the code',
    isMinor: true,
    cell: ({ code }) => (
      <span className="mono">{rows.find((row) => row.code === code)?.display ?? code}</span>
    ),
  },
  {
    id: 'state',
    title: 'Reward',
    order: ({ state }) => state,
    cell: (friend) => (
      <>
        <Badge tone={stateTones[friend.state]}>{stateNames[friend.state]}</Badge>
        {rewardLines(friend).map((line) => (
          <span key={line} className="quiet small reward-line">
            {line}
          </span>
        ))}
      </>
    ),
  },
  {
    id: 'value',
    title: 'Value',
    isFigure: true,
    order: ({ value }) => value,
    // Nothing is bought yet, rather than bought for nothing.
    cell: ({ value, state }) => (state === 'open' && value === 0 ? '–' : money(value, currency)),
  },
]

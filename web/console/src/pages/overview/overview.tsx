import { lazy, Suspense, useMemo } from 'react'
import { periodBefore } from '../../api/days.ts'
import { useMe } from '../../api/me.ts'
import { usePeriod } from '../../api/period.ts'
import { useSourcesReport, useTimeseries } from '../../api/reports.ts'
import { count, longDay, money, share } from '../../look/format.ts'
import { Awaited } from '../../parts/awaited.tsx'
import { Confidence } from '../../parts/confidence.tsx'
import { Empty, Trouble } from '../../parts/empty.tsx'
import { Figure, Figures } from '../../parts/figure.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { PeriodPicker } from '../../parts/period-picker.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { Attention } from './attention.tsx'
import { TopSources } from './top-sources.tsx'
import { Trend } from './trend.tsx'

const CallHours = lazy(async () => ({ default: (await import('../calls/heatmap.tsx')).CallHours }))

/** The first page of the day: how it goes, whether one can trust it, and what needs a hand. */
export default function Overview() {
  const { account } = useMe()
  const period = usePeriod()
  const { from, to, days } = period
  const trend = useTimeseries(period)
  const earlier = useTimeseries(periodBefore(period), { isCompared: false })
  const sources = useSourcesReport({ from, to, model: 'last', groupBy: 'source', filters: [] })
  const now = trend.data?.totals
  const before = trend.data?.previous?.totals
  const inMoney = (value: number | null | undefined) =>
    value === undefined ? undefined : money(value, account.currency)
  const missedShare = (figures: typeof now) =>
    figures && figures.calls > 0 ? figures.missedCalls / figures.calls : undefined
  const within = `from=${from}&to=${to}`
  const credited = `${within}&model=last`
  const lead = useMemo(
    () => `${longDay(from)} to ${longDay(to)}, beside the ${days} days before`,
    [from, to, days],
  )
  const isEmpty = now !== undefined && now.sessions === 0 && now.enquiries === 0 && now.calls === 0
  return (
    <Page title="Overview" lead={lead} actions={<PeriodPicker />}>
      {trend.error && !now ? (
        <Trouble error={trend.error} onRetry={() => void trend.refetch()} />
      ) : isEmpty ? (
        <Empty title="No visits and no calls in these days.">
          Tieline shows them as soon as a page with the snippet is visited, or a tracking number rings.{' '}
          <a href="/welcome">Set up your first number and code</a> in three questions.
        </Empty>
      ) : (
        <Awaited isAwaited={trend.isPlaceholderData}>
          <Figures>
            <Figure
              label="Enquiries"
              value={now && count(now.enquiries)}
              now={now?.enquiries}
              before={before?.enquiries}
              beforeText={before && count(before.enquiries)}
              to={`/enquiries?${credited}`}
            />
            <Figure
              label="First-time callers"
              value={now && count(now.firstTimeCalls)}
              now={now?.firstTimeCalls}
              before={before?.firstTimeCalls}
              beforeText={before && count(before.firstTimeCalls)}
              note={now && `of ${count(now.calls)} ${now.calls === 1 ? 'call' : 'calls'}`}
            />
            <Figure
              label="Calls missed"
              value={now && share(missedShare(now))}
              now={missedShare(now)}
              before={missedShare(before)}
              beforeText={before && share(missedShare(before))}
              isLessBetter
              note={now && `${count(now.missedCalls)} of ${count(now.calls)}: no answer, no message`}
              to={`/calls?${within}&outcome=missed`}
            />
            <Figure
              label="Codes redeemed"
              value={now && count(now.redemptions)}
              now={now?.redemptions}
              before={before?.redemptions}
              beforeText={before && count(before.redemptions)}
              to={`/codes?${within}`}
            />
            <Figure
              label="Value"
              value={inMoney(now?.value)}
              now={now?.value}
              before={before?.value}
              beforeText={inMoney(before?.value)}
              to={`/sources?${within}`}
            />
            <Figure
              label="Cost per enquiry"
              value={inMoney(now?.costPerEnquiry)}
              now={now?.costPerEnquiry}
              before={before?.costPerEnquiry}
              beforeText={before?.costPerEnquiry === null ? undefined : inMoney(before?.costPerEnquiry)}
              isLessBetter
              note={now && now.spend > 0 ? `${inMoney(now.spend)} spent` : 'no spend known'}
            />
          </Figures>
          {now && <Confidence of={now} />}
          <Attention />
          <Section title="Enquiries over time">
            {trend.data ? <Trend report={trend.data} before={earlier.data} /> : <TableSkeleton rows={5} />}
          </Section>
          {now && (
            <Suspense fallback={<TableSkeleton rows={7} />}>
              <CallHours period={period} />
            </Suspense>
          )}
          <Section title="Where they came from" lead="By the last touch before the enquiry.">
            {sources.data ? (
              <TopSources report={sources.data} />
            ) : sources.error ? (
              <Trouble error={sources.error} onRetry={() => void sources.refetch()} />
            ) : (
              <TableSkeleton />
            )}
          </Section>
        </Awaited>
      )}
    </Page>
  )
}

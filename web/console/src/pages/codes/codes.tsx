import { Download, Plus } from 'lucide-react'
import { useState } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { useCampaigns } from '../../api/campaigns.ts'
import { isOneOf, useMe } from '../../api/me.ts'
import { usePeriod } from '../../api/period.ts'
import { changedSearch } from '../../api/search.ts'
import { address } from '../../api/send.ts'
import type { CodesReport } from '../../api/types.ts'
import { count, longDay, money, share } from '../../look/format.ts'
import { Button, LinkButton } from '../../parts/button.tsx'
import { Distribution } from '../../parts/distribution.tsx'
import { Empty, Trouble } from '../../parts/empty.tsx'
import { Figure, Figures } from '../../parts/figure.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { PeriodPicker } from '../../parts/period-picker.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { CampaignDetail } from './campaign-detail.tsx'
import { CampaignForm } from './campaign-form.tsx'
import { CampaignTable } from './campaign-table.tsx'
import { Funnels } from './funnel.tsx'
import { CodeLookup } from './lookup.tsx'
import { useCodesReport, useMayReadFigures } from './queries.ts'
import '../../parts/columns.css'
import './codes.css'

/** Codes: what became of them, the campaigns they belong to, and each one by itself. */
export default function Codes() {
  const me = useMe()
  const { currency } = me.account
  const period = usePeriod('90d')
  const [search] = useSearchParams()
  const [, go] = useLocation()
  const [isNew, setNew] = useState(false)
  const campaigns = useCampaigns()
  const report = useCodesReport(period)
  const mayRead = useMayReadFigures()
  const chosen = campaigns.data?.find(({ id }) => id === search.get('campaign'))
  if (!mayRead) {
    return (
      <Page title="Codes" lead="Whether a code can be used, what it is worth and what became of it.">
        {campaigns.error ? (
          <Trouble error={campaigns.error} onRetry={() => void campaigns.refetch()} />
        ) : campaigns.data ? (
          <CodeLookup campaigns={campaigns.data} />
        ) : (
          <TableSkeleton rows={3} />
        )}
      </Page>
    )
  }
  if (chosen) {
    return (
      <CampaignDetail
        key={chosen.id}
        campaign={chosen}
        figures={report.data?.rows.find(({ key }) => key === chosen.id)}
      />
    )
  }
  const mayPlan = isOneOf(me, 'owner', 'marketer')
  const error = campaigns.error ?? report.error
  return (
    <Page
      title="Codes"
      lead={`Issued from ${longDay(period.from)} to ${longDay(period.to)}, and what became of them.`}
      actions={
        <>
          {mayPlan && (
            <Button onPress={() => setNew(true)}>
              <Plus aria-hidden="true" /> New campaign
            </Button>
          )}
          <LinkButton
            href={address('/v1/reports/codes', { from: period.from, to: period.to, format: 'csv' })}
            download
          >
            <Download aria-hidden="true" /> CSV
          </LinkButton>
          <PeriodPicker usual="90d" />
        </>
      }
    >
      {error ? (
        <Trouble
          error={error}
          onRetry={() => {
            void campaigns.refetch()
            void report.refetch()
          }}
        />
      ) : !campaigns.data || !report.data ? (
        <TableSkeleton />
      ) : campaigns.data.length === 0 && report.data.rows.length === 0 ? (
        <Empty title="No campaign yet.">
          A campaign says what a code is worth and how it goes about:
          <ul>
            <li>shown on your pages and quoted by phone, it finds the visit that led to the call;</li>
            <li>given by phone and entered online, it finds the call that led to the order;</li>
            <li>printed on a flyer or a van, it stands for the place.</li>
          </ul>
        </Empty>
      ) : (
        <>
          <CodeLookup campaigns={campaigns.data} />
          <CodeFigures report={report.data} currency={currency} />
          <Section title="Campaigns">
            <CampaignTable campaigns={campaigns.data} report={report.data} currency={currency} />
          </Section>
          {report.data.totals.directions.length > 0 && (
            <Section title="By their way">
              <Funnels of={report.data.totals.directions} />
            </Section>
          )}
          <Section title="Time to the first use" lead="From a code’s issue.">
            <Distribution
              label="Codes by the time from issue to first use"
              buckets={report.data.totals.timeToRedemption.histogram.map(({ wait, codes }) => ({
                name: wait,
                size: codes,
              }))}
            />
          </Section>
        </>
      )}
      {isNew && (
        <CampaignForm
          onClose={(saved) => {
            setNew(false)
            if (saved) go(`/codes${changedSearch(search, { campaign: saved.id })}`)
          }}
        />
      )}
    </Page>
  )
}

function CodeFigures({
  report: { totals, previous },
  currency,
}: {
  readonly report: CodesReport
  readonly currency: string
}) {
  const before = previous?.totals
  const counted = (label: string, of: (figures: CodesReport['totals']) => number) => (
    <Figure
      label={label}
      value={count(of(totals))}
      now={of(totals)}
      before={before && of(before)}
      beforeText={before && count(of(before))}
    />
  )
  return (
    <Figures>
      {counted('Issued', ({ issued }) => issued)}
      <Figure
        label="Of these used"
        value={share(totals.conversion)}
        now={totals.conversion}
        before={before?.conversion}
        beforeText={before && share(before.conversion)}
        note={`${count(totals.used)} codes`}
      />
      {counted('Quoted by phone', ({ quoted }) => quoted)}
      {counted('Entered online', ({ redeemed }) => redeemed)}
      <Figure
        label="Ordered with them"
        value={money(totals.value, currency)}
        now={totals.value}
        before={before?.value}
        beforeText={before && money(before.value, currency)}
      />
      <Figure label="Half used within" value={medianWords(totals.timeToRedemption.median)} />
    </Figures>
  )
}

/** The bucket's upper end, as a figure. */
const medianWords = (median: CodesReport['totals']['timeToRedemption']['median']): string =>
  median === null
    ? '–'
    : {
        'under 5 minutes': '5 min',
        'under 1 hour': '1 hour',
        'under 1 day': '1 day',
        '1-2 days': '2 days',
        '3-6 days': '6 days',
        '1-2 weeks': '2 weeks',
        '2-4 weeks': '4 weeks',
        'over 4 weeks': '4 weeks +',
      }[median]

import { useMemo } from 'react'
import { Link, useSearchParams } from 'wouter'
import { changedSearch } from '../../api/search.ts'
import type { Campaign, CodesReport } from '../../api/types.ts'
import { count, money, share } from '../../look/format.ts'
import { Badge } from '../../parts/badge.tsx'
import { type Column, DataTable } from '../../parts/table.tsx'
import { benefitWords, directionNames } from './words.ts'

interface Row {
  readonly id: string
  readonly campaign: Campaign | undefined
  readonly figures: CodesReport['rows'][number] | undefined
}

/** Campaigns with what became of their codes in the period: those without any, too, and those that only imports know. */
export const rowsOf = (campaigns: readonly Campaign[], report: CodesReport): Row[] => [
  ...campaigns.map((campaign) => ({
    id: campaign.id,
    campaign,
    figures: report.rows.find(({ key }) => key === campaign.id),
  })),
  ...report.rows
    .filter(({ key }) => !campaigns.some(({ id }) => id === key))
    .map((figures) => ({ id: figures.key, campaign: undefined, figures })),
]

export const nameOf = ({ id, campaign, figures }: Row) =>
  campaign?.name ?? figures?.name ?? (id === '(unknown)' ? 'Campaign unknown' : id)

/** Whether a campaign's codes can be used on this day. */
export function StateBadge({ campaign, now }: { readonly campaign: Campaign; readonly now: string }) {
  if (!campaign.active) return <Badge>paused</Badge>
  if (campaign.endsAt !== undefined && campaign.endsAt <= now) return <Badge>ended</Badge>
  if (campaign.startsAt !== undefined && campaign.startsAt > now) return <Badge tone="warn">to come</Badge>
  return <Badge tone="good">running</Badge>
}

export function CampaignTable({
  campaigns,
  report,
  currency,
}: {
  readonly campaigns: readonly Campaign[]
  readonly report: CodesReport
  readonly currency: string
}) {
  const [search] = useSearchParams()
  const rows = useMemo(() => rowsOf(campaigns, report), [campaigns, report])
  const columns = useMemo<readonly Column<Row>[]>(() => {
    const now = new Date().toISOString()
    const figure = (
      id: string,
      title: string,
      of: (figures: CodesReport['totals']) => number | null,
      show: (value: number) => string = count,
      isMinor = false,
    ): Column<Row> => ({
      id,
      title,
      isFigure: true,
      isMinor,
      order: ({ figures }) => (figures ? of(figures) : null),
      cell: ({ figures }) => {
        // Of no code there is no share.
        const value = figures ? of(figures) : id === 'conversion' ? null : 0
        return value === null ? '–' : show(value)
      },
      total: of(report.totals) === null ? '–' : show(of(report.totals) as number),
    })
    return [
      {
        id: 'name',
        title: 'Campaign',
        order: nameOf,
        total: 'All',
        cell: (row) =>
          row.campaign ? (
            <Link href={`/codes${changedSearch(search, { campaign: row.id, code: undefined })}`}>
              {nameOf(row)}
            </Link>
          ) : (
            <span className="quiet">{nameOf(row)}</span>
          ),
      },
      {
        id: 'way',
        title: 'Way',
        isMinor: true,
        order: ({ campaign }) => campaign?.direction ?? '',
        cell: ({ campaign }) => campaign && directionNames[campaign.direction],
        total: '',
      },
      {
        id: 'worth',
        title: 'Worth',
        isMinor: true,
        cell: ({ campaign }) => campaign && benefitWords(campaign.benefit),
        total: '',
      },
      figure('issued', 'Issued', ({ issued }) => issued),
      figure('used', 'Used', ({ used }) => used),
      figure('conversion', 'Share', ({ conversion }) => conversion, share, true),
      figure('quoted', 'By phone', ({ quoted }) => quoted, count, true),
      figure('redeemed', 'Online', ({ redeemed }) => redeemed, count, true),
      figure(
        'value',
        'Ordered',
        ({ value }) => value,
        (value) => money(value, currency),
        true,
      ),
      {
        id: 'state',
        title: '',
        cell: ({ campaign }) => campaign && <StateBadge campaign={campaign} now={now} />,
        total: '',
      },
    ]
  }, [report, search, currency])
  return (
    <DataTable
      label="Campaigns"
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      usualOrder={{ column: 'issued', isDescending: true }}
    />
  )
}

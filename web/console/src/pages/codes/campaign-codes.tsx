import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Link } from 'wouter'
import { useMe } from '../../api/me.ts'
import { api } from '../../api/request.ts'
import { useOneOf } from '../../api/search.ts'
import type { Campaign, Code, List } from '../../api/types.ts'
import { count, dateAndTime } from '../../look/format.ts'
import { Button } from '../../parts/button.tsx'
import { Select } from '../../parts/choice.tsx'
import { Empty, Trouble } from '../../parts/empty.tsx'
import { Section } from '../../parts/page.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { type Column, DataTable } from '../../parts/table.tsx'
import { StatusBadge } from './code-card.tsx'

const statuses = [
  { id: '', name: 'All codes' },
  { id: 'live', name: 'Can be used' },
  { id: 'used', name: 'Used' },
  { id: 'held', name: 'Reserved' },
  { id: 'expired', name: 'Expired' },
  { id: 'voided', name: 'Withdrawn' },
  { id: 'not-started', name: 'Not yet valid' },
] as const
type Status = (typeof statuses)[number]['id']

const pageRows = 100

/** The codes of a campaign, a page at a time: there may be millions. */
export function CampaignCodes({
  campaign,
  hasHistory,
}: {
  readonly campaign: Campaign
  /** The report counts codes of it. */
  readonly hasHistory: boolean
}) {
  const { timeZone } = useMe().account
  const [status, setStatus] = useOneOf<Status>(
    'status',
    statuses.map(({ id }) => id),
    '',
  )
  const pages = useInfiniteQuery({
    queryKey: ['campaign-codes', campaign.id, status],
    queryFn: ({ pageParam }) =>
      api.get<List<Code>>(`/v1/campaigns/${campaign.id}/codes`, {
        status,
        limit: pageRows,
        cursor: pageParam,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
  const codes = useMemo(() => pages.data?.pages.flatMap(({ data }) => data), [pages.data])
  const columns: readonly Column<Code>[] = [
    {
      id: 'code',
      title: 'Code',
      cell: ({ code, display }) => (
        <Link href={`/codes?code=${code}`} className="mono">
          {display}
        </Link>
      ),
    },
    {
      id: 'status',
      title: 'State',
      order: ({ status }) => status,
      cell: (code) => <StatusBadge {...code} />,
    },
    {
      id: 'used',
      title: 'Used',
      isFigure: true,
      order: ({ used }) => used,
      cell: ({ used, maxUses }) => (maxUses === 1 ? count(used) : `${count(used)} of ${count(maxUses)}`),
    },
    {
      id: 'issued',
      title: 'Issued',
      isMinor: true,
      order: ({ issuedAt }) => issuedAt,
      cell: ({ issuedAt }) => dateAndTime(issuedAt, timeZone),
    },
    {
      id: 'where',
      title: 'Issued in',
      isMinor: true,
      cell: ({ callSid, sessionId }) =>
        callSid ? (
          <Link href={`/calls?call=${callSid}`}>a call</Link>
        ) : sessionId ? (
          'a visit'
        ) : (
          <span className="quiet">–</span>
        ),
    },
    {
      id: 'expires',
      title: 'Valid until',
      order: ({ expiresAt }) => expiresAt,
      cell: ({ expiresAt }) => dateAndTime(expiresAt, timeZone),
    },
  ]
  return (
    <Section
      title="Codes"
      lead="In no order of time."
      actions={<Select label="Which" options={statuses} value={status} onChange={setStatus} />}
    >
      {pages.error ? (
        <Trouble error={pages.error} onRetry={() => void pages.refetch()} />
      ) : !codes ? (
        <TableSkeleton />
      ) : codes.length === 0 && !pages.hasNextPage ? (
        <Empty title={status === '' ? 'No code is out yet.' : 'No code is in this state.'}>
          {status === '' &&
            'Codes come by themselves where a page shows them or a call gives them; those for print you mint here.'}
          {status === '' && hasHistory && ' Those of imported history are counted above, and not listed.'}
        </Empty>
      ) : (
        <>
          <DataTable
            label={`Codes of ${campaign.name}`}
            columns={columns}
            rows={codes}
            rowKey={({ code }) => code}
            pageRows={pageRows}
          />
          {pages.hasNextPage && (
            <p className="more">
              <Button isDisabled={pages.isFetchingNextPage} onPress={() => void pages.fetchNextPage()}>
                Fetch {count(pageRows)} more
              </Button>
            </p>
          )}
        </>
      )}
    </Section>
  )
}

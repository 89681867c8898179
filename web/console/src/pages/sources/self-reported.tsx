import { useQuery } from '@tanstack/react-query'
import type { Period } from '../../api/days.ts'
import { useMe } from '../../api/me.ts'
import { api } from '../../api/request.ts'
import { count, money, share } from '../../look/format.ts'
import { keyName } from '../../look/names.ts'
import { Empty, Trouble } from '../../parts/empty.tsx'
import { Section } from '../../parts/page.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { Bar, type Column, DataTable } from '../../parts/table.tsx'

interface Answer {
  readonly answer: string
  readonly enquiries: number
  readonly value: number
  /** Of the enquiries: those with a source that was measured, too. */
  readonly measured: number
}
/** As `GET /v1/reports/self-reported` tells it. */
interface SelfReportedReport {
  readonly rows: readonly (Omit<Answer, 'measured'> & { readonly channel: string })[]
  readonly answers: readonly Answer[]
  readonly totals: {
    readonly enquiries: number
    /** Of all enquiries: those whose people answered. */
    readonly answeredShare: number | null
  }
}

/** What people answered to "how did you hear of us", against what was measured. */
export function SelfReportedSection({ period: { from, to } }: { readonly period: Period }) {
  const { currency } = useMe().account
  const { data, error, refetch } = useQuery({
    queryKey: ['self-reported', from, to],
    queryFn: () => api.get<SelfReportedReport>('/v1/reports/self-reported', { from, to }),
  })
  const most = data?.answers[0]?.enquiries ?? 0
  const columns: readonly Column<Answer>[] = [
    {
      id: 'answer',
      title: 'They said',
      order: ({ answer }) => answer,
      cell: ({ answer, enquiries }) => <Bar share={most > 0 ? enquiries / most : 0}>{answer}</Bar>,
    },
    {
      id: 'enquiries',
      title: 'Enquiries',
      isFigure: true,
      order: ({ enquiries }) => enquiries,
      cell: ({ enquiries }) => count(enquiries),
    },
    {
      id: 'share',
      title: 'Measured',
      isFigure: true,
      order: ({ measured, enquiries }) => measured / enquiries,
      cell: ({ measured, enquiries }) => share(measured / enquiries),
      help: 'Of these enquiries: with a source that was measured, too',
    },
    {
      id: 'measured',
      title: 'Measured as',
      isMinor: true,
      cell: ({ answer }) =>
        data?.rows
          .filter((row) => row.answer === answer)
          .toSorted((left, right) => right.enquiries - left.enquiries)
          .map(({ channel, enquiries }) => `${keyName(channel)} ${count(enquiries)}`)
          .join(', '),
    },
    {
      id: 'value',
      title: 'Value',
      isFigure: true,
      order: ({ value }) => value,
      cell: ({ value }) => money(value, currency),
    },
  ]
  return (
    <Section
      title="How people say they heard of you"
      lead={
        data && data.totals.enquiries > 0
          ? `${count(data.totals.enquiries)} answered, ${share(data.totals.answeredShare)} of all enquiries. The answer decides only where nothing was measured.`
          : undefined
      }
    >
      {error && !data ? (
        <Trouble error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <TableSkeleton rows={4} />
      ) : data.answers.length === 0 ? (
        <Empty title="Nobody was asked in these days.">
          Agents note the answer at the live desk; a form’s field “how did you hear of us” counts, too. It
          shows what no click can: word of mouth, the van, the radio.
        </Empty>
      ) : (
        <DataTable
          label="Answers against what was measured"
          columns={columns}
          rows={data.answers}
          rowKey={({ answer }) => answer}
          usualOrder={{ column: 'enquiries', isDescending: true }}
          pageRows={20}
        />
      )}
    </Section>
  )
}

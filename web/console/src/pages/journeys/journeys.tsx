import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Download, X } from 'lucide-react'
import { useMemo } from 'react'
import { useMe } from '../../api/me.ts'
import { usePeriod } from '../../api/period.ts'
import { api } from '../../api/request.ts'
import { useOneOf, useSetting } from '../../api/search.ts'
import { address } from '../../api/send.ts'
import type { JourneysReport } from '../../api/types.ts'
import { count, longDay, money, share } from '../../look/format.ts'
import { keyName } from '../../look/names.ts'
import { Awaited } from '../../parts/awaited.tsx'
import { Button, LinkButton } from '../../parts/button.tsx'
import { Segments } from '../../parts/choice.tsx'
import { Distribution } from '../../parts/distribution.tsx'
import { Empty, Trouble } from '../../parts/empty.tsx'
import { Figure, Figures } from '../../parts/figure.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { PeriodPicker } from '../../parts/period-picker.tsx'
import { SavedViews } from '../../parts/saved-views.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { ChannelParts } from './channel-parts.tsx'
import { mergeRepeats, rankChannels } from './flow.ts'
import { FlowChart } from './flow-chart.tsx'
import { PathTable } from './path-table.tsx'
import '../../parts/columns.css'

/** All that the report tells; rarer paths than these are one enquiry each. */
const pathLimit = 1000
const longestTold = 6
const repeatWays = [
  { id: 'every', name: 'Every touch' },
  { id: 'merged', name: 'Repeats as one' },
] as const

const waitNames: Readonly<Record<JourneysReport['waits'][number]['wait'], string>> = {
  'same hour': 'within an hour',
  'same day': '1–24 hours',
  '1-2 days': '1–3 days',
  '3-6 days': '3–7 days',
  '1-2 weeks': '1–2 weeks',
  '2-4 weeks': '2–4 weeks',
  '1-2 months': '1–2 months',
  'over 2 months': 'over 2 months',
}

/** How enquiries come about: through which touches, in which time, and what each channel does in it. */
export default function Journeys() {
  const { currency } = useMe().account
  const { from, to } = usePeriod()
  const [via, setVia] = useSetting<string>('via', '')
  const [repeats, setRepeats] = useOneOf<'every' | 'merged'>('repeats', ['every', 'merged'], 'every')
  const { data, error, refetch, isPlaceholderData } = useQuery({
    queryKey: ['journeys', from, to],
    queryFn: () =>
      api.get<JourneysReport>('/v1/reports/journeys', { from, to, limit: pathLimit, compare: 'previous' }),
    placeholderData: keepPreviousData,
  })
  const ranked = useMemo(() => rankChannels(data?.channels ?? []), [data])
  const paths = useMemo(() => {
    const all = data?.rows ?? []
    const through = via === '' ? all : all.filter(({ touches }) => touches.includes(via))
    return repeats === 'merged' ? mergeRepeats(through) : through
  }, [data, via, repeats])
  const told = paths.reduce((sum, { enquiries }) => sum + enquiries, 0)

  const now = data?.totals
  const before = data?.previous?.totals
  const quick = data?.waits.filter(({ wait }) => wait === 'same hour' || wait === 'same day')
  const waited = data?.waits.reduce((sum, { enquiries }) => sum + enquiries, 0) ?? 0
  return (
    <Page
      title="Journeys"
      lead={`${longDay(from)} to ${longDay(to)}. What came before an enquiry, up to ${data?.lookbackDays ?? 90} days back.`}
      actions={
        <>
          <SavedViews />
          <LinkButton
            href={address('/v1/reports/journeys', { from, to, limit: pathLimit, format: 'csv' })}
            download
          >
            <Download aria-hidden="true" /> CSV
          </LinkButton>
          <PeriodPicker />
        </>
      }
    >
      {error && !data ? (
        <Trouble error={error} onRetry={() => void refetch()} />
      ) : !data || !now ? (
        <TableSkeleton />
      ) : now.enquiries === 0 ? (
        <Empty title="No enquiries in these days.">
          As soon as somebody calls or writes after a visit, the way that led them to you stands here: every
          touch, in its order.
        </Empty>
      ) : (
        <Awaited isAwaited={isPlaceholderData}>
          <Figures>
            <Figure
              label="Enquiries"
              value={count(now.enquiries)}
              now={now.enquiries}
              before={before?.enquiries}
              beforeText={before && count(before.enquiries)}
            />
            <Figure label="Touches each" value={data.touchesPerEnquiry?.toFixed(1) ?? '–'} />
            <Figure
              label="Within a day"
              value={share(
                waited > 0 ? (quick ?? []).reduce((sum, { enquiries }) => sum + enquiries, 0) / waited : null,
              )}
              note="of the first touch"
            />
            <Figure
              label="Nothing known before"
              value={count(now.withoutJourney)}
              now={now.withoutJourney}
              before={before?.withoutJourney}
              beforeText={before && count(before.withoutJourney)}
              isLessBetter
            />
            <Figure
              label="Value"
              value={money(now.value, currency)}
              now={now.value}
              before={before?.value}
              beforeText={before && money(before.value, currency)}
            />
          </Figures>
          <Section
            title={via === '' ? 'From touch to enquiry' : `Journeys through ${keyName(via)}`}
            lead={`${count(told)} of ${count(now.enquiries)} enquiries. Press a channel to follow it.`}
            actions={
              <>
                {via !== '' && (
                  <Button size="s" onPress={() => setVia('')}>
                    <X aria-hidden="true" /> All channels
                  </Button>
                )}
                <Segments label="Touches" options={repeatWays} value={repeats} onChange={setRepeats} />
              </>
            }
          >
            <FlowChart paths={paths} ranked={ranked} onPick={setVia} />
          </Section>
          <Section title={via === '' ? 'Top paths' : `Top paths through ${keyName(via)}`}>
            <PathTable paths={paths} ranked={ranked} enquiries={now.enquiries} currency={currency} />
          </Section>
          <Section title="What each channel does">
            <ChannelParts report={data} via={via} currency={currency} />
          </Section>
          <div className="columns">
            <Section title="Time to enquiry" lead="From the first touch.">
              <Distribution
                label="Enquiries by the time from the first touch"
                buckets={data.waits.map(({ wait, enquiries }) => ({
                  name: waitNames[wait],
                  size: enquiries,
                }))}
              />
            </Section>
            <Section title="Touches before an enquiry" lead="Repeats included.">
              <Distribution label="Enquiries by the touches before them" buckets={lengthsOf(data.lengths)} />
            </Section>
          </div>
        </Awaited>
      )}
    </Page>
  )
}

function lengthsOf(lengths: JourneysReport['lengths']) {
  const size = (isMeant: (touches: number) => boolean) =>
    lengths.reduce((sum, { touches, enquiries }) => sum + (isMeant(touches) ? enquiries : 0), 0)
  return [
    ...(size((touches) => touches === 0) > 0
      ? [{ name: 'none known', size: size((touches) => touches === 0) }]
      : []),
    ...Array.from({ length: longestTold - 1 }, (_, index) => ({
      name: index === 0 ? '1 touch' : `${index + 1} touches`,
      size: size((touches) => touches === index + 1),
    })),
    { name: `${longestTold} or more`, size: size((touches) => touches >= longestTold) },
  ]
}

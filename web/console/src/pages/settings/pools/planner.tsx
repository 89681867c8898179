import { useMe } from '../../../api/me.ts'
import type { PoolsReport } from '../../../api/types.ts'
import { count, dateAndTime, phone, share } from '../../../look/format.ts'
import { Figure, Figures } from '../../../parts/figure.tsx'

type Row = PoolsReport['rows'][number]
const one = (value: number) => new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 }).format(value)

/** How busy the pool was, and how many numbers that wants: with the reckoning, not only its outcome. */
export function Planner({
  row,
  assumptions,
}: {
  readonly row: Row
  readonly assumptions: readonly string[]
}) {
  const { timeZone } = useMe().account
  const { numbers, recommendedNumbers, busiestHour, meanHoldingMinutes, offeredErlangs, expectedOverflow } =
    row
  const isShort = recommendedNumbers !== null && recommendedNumbers > numbers
  return (
    <>
      <Figures>
        <Figure label="Numbers" value={count(numbers)} note={`${row.restingNumbers.length} rest`} />
        <Figure
          label="Needed"
          value={recommendedNumbers === null ? '–' : count(recommendedNumbers)}
          note={
            recommendedNumbers === null
              ? 'too few visits to say'
              : isShort
                ? `${recommendedNumbers - numbers} more would do`
                : 'enough'
          }
        />
        <Figure
          label="In use"
          value={share(row.utilisation)}
          note={`at most ${count(row.peakLeases)} at one time`}
        />
        <Figure
          label="Visitors who shared"
          value={share(row.overflowShare)}
          note={`${count(row.sharedLeases)} of ${count(row.leases)}`}
        />
        <Figure
          label="Ambiguous calls"
          value={share(row.ambiguousShare)}
          note={`${count(row.ambiguousCalls)} of ${count(row.calls)}`}
        />
      </Figures>
      {busiestHour && offeredErlangs !== null && meanHoldingMinutes !== null && (
        <p className="reckoning">
          In the busiest hour ({dateAndTime(busiestHour.from, timeZone)}) {count(busiestHour.arrivals)}{' '}
          visitors came, and each held a number for {one(meanHoldingMinutes)} minutes, its rest included: a
          load of <strong>{one(offeredErlangs)} erlangs</strong>. With {count(numbers)} numbers Erlang’s loss
          formula expects <strong>{share(expectedOverflow)}</strong> of such an hour’s visitors to find none
          free
          {recommendedNumbers !== null && (
            <>; {count(recommendedNumbers)} would keep ambiguous calls under 1 %</>
          )}
          .
        </p>
      )}
      {row.restingNumbers.length > 0 && (
        <p className="reckoning">
          Nobody new is shown{' '}
          {row.restingNumbers
            .map(({ number, until }) => `${phone(number)} (until ${dateAndTime(until, timeZone)})`)
            .join(', ')}
          .
        </p>
      )}
      <details className="explain">
        <summary>What this rests on</summary>
        <ul>
          {assumptions.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </details>
    </>
  )
}

import { unknownKey } from '../../../shared/domain/rollup.ts'
import type { ReportRow } from '../../../shared/domain/source-report.ts'
import { percent, writtenCount, writtenMoney } from '../mails/words.ts'
import type { WeekFigures } from './read.ts'

interface Advice {
  readonly because: string
  readonly say: (week: WeekFigures, currency: string) => string | undefined
}

const enquiriesOf = (rows: readonly ReportRow[], key: string) =>
  rows.find((row) => row.key === key)?.enquiries ?? 0

/** Too few of something are chance. */
const enough = 5

/** The channel whose enquiries changed most, in that direction. */
function mover({ channels, channelsBefore }: WeekFigures, sign: 1 | -1) {
  const keys = new Set([...channels.rows, ...channelsBefore.rows].map(({ key }) => key))
  const moves = [...keys]
    .filter((key) => key !== unknownKey)
    .map((key) => {
      const [now, before] = [enquiriesOf(channels.rows, key), enquiriesOf(channelsBefore.rows, key)]
      return { key, now, before, change: (now - before) * sign }
    })
    .sort((a, b) => b.change - a.change)
  const [most] = moves
  return most && most.change >= 3 && most.change >= 0.3 * Math.max(most.before, most.now) ? most : undefined
}

/** What deserves a look, most urgent first. */
export const adviceRules: readonly Advice[] = [
  {
    because: 'whoever calls in vain calls somebody else next',
    say({ channels, channelsBefore }) {
      const [now, before] = [channels.totals, channelsBefore.totals]
      const share = percent(now.missedCalls, now.calls)
      if (now.calls < enough || share < 20) return undefined
      const earlier = percent(before.missedCalls, before.calls)
      const than = before.calls < enough ? '' : `, ${earlier} % the week before`
      return `${writtenCount(now.missedCalls)} of ${writtenCount(now.calls)} calls were missed (${share} %${than}). Look at the hours in which they came.`
    },
  },
  {
    because: 'money is spent and nothing comes of it',
    say({ channels }, currency) {
      const idle = channels.rows.filter(({ spend, enquiries }) => spend > 0 && enquiries === 0)
      const [first] = idle.sort((a, b) => b.spend - a.spend)
      return first && `${first.key} cost ${writtenMoney(first.spend, currency)} and brought no enquiry.`
    },
  },
  {
    because: 'a channel that breaks off is often a broken link or a number that rings nowhere',
    say(week) {
      const fall = mover(week, -1)
      return (
        fall &&
        `${fall.key} fell from ${writtenCount(fall.before)} to ${writtenCount(fall.now)} enquiries. Check its links and numbers.`
      )
    },
  },
  {
    because: 'what has no source helps nobody decide',
    say({ channels }) {
      const [unknown, all] = [enquiriesOf(channels.rows, unknownKey), channels.totals.enquiries]
      const share = percent(unknown, all)
      if (all < enough || share < 25) return undefined
      return `${share} % of the enquiries have no known source. A code on the page or a number of its own for each place would tell.`
    },
  },
  {
    because: 'what works deserves more',
    say(week) {
      const rise = mover(week, 1)
      return (
        rise && `${rise.key} rose from ${writtenCount(rise.before)} to ${writtenCount(rise.now)} enquiries.`
      )
    },
  },
]

export const adviceOn = (week: WeekFigures, currency: string): string[] =>
  adviceRules.flatMap(({ say }) => say(week, currency) ?? [])

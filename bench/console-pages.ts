import type { StartedBridge } from '../tests/end-to-end/support/started-bridge.ts'

type Row = Readonly<Record<string, unknown>>
type Answer = { readonly rows?: readonly Row[]; readonly data?: readonly Row[] }

const anyRow = ({ rows, data }: Answer) => (rows ?? data ?? []).length > 0
/** A row with a figure in it: a table of empty days or hours is not alive. */
const anyCount =
  (...fields: readonly string[]) =>
  ({ rows = [] }: Answer) =>
    rows.some((row) => fields.every((field) => Number(row[field]) > 0))

/** What each page of the console shows, and when it has something to show. */
const pages: Readonly<Record<string, (answer: Answer) => boolean>> = {
  'reports/sources': anyCount('sessions', 'enquiries', 'calls'),
  'reports/timeseries': anyCount('sessions', 'enquiries'),
  'reports/journeys': anyCount('enquiries'),
  'reports/codes': anyCount('issued', 'used'),
  'reports/pools': anyCount('leases', 'calls'),
  'reports/heatmap': anyCount('calls', 'answered'),
  'reports/self-reported': anyCount('enquiries'),
  enquiries: anyRow,
  calls: anyRow,
  'calls?outcome=missed': anyRow,
  numbers: anyRow,
  pools: anyRow,
  campaigns: anyRow,
}

const pauseMilliseconds = 250

/** Waits until every page of the last 90 days has something to show. */
export async function everyPageAlive({ call }: StartedBridge): Promise<void> {
  const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10)
  const waiting = new Set(Object.keys(pages))
  while (waiting.size > 0) {
    for (const page of waiting) {
      const period = page.startsWith('reports/') ? `?from=${day(90)}&to=${day(0)}` : ''
      if (pages[page]?.(await call<Answer>('GET', `/v1/${page}${period}`))) waiting.delete(page)
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds))
  }
}

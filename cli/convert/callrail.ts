import { createHash } from 'node:crypto'
import { isWithheld } from '../../shared/domain/caller.ts'
import { parsePhone } from '../../shared/domain/phone.ts'
import { addSeconds, type Instant } from '../../shared/domain/time.ts'
import { campaignUrl } from './campaign-url.ts'
import type { ConvertContext, Converter, FactLine, Row } from './converter.ts'
import { readWrittenTime } from './written-time.ts'

/**
 * The columns of CallRail's call log that are read, by the headings of the CSV and the names of its API; capitals,
 * blanks and punctuation do not matter. `docs/bring-your-history.md` shows them as a table.
 */
export const callRailColumns = {
  id: ['Call ID', 'Resource ID', 'ID'],
  direction: ['Direction', 'Call Direction'],
  start: ['Start Time', 'Date', 'Call Time'],
  from: ['Phone Number', 'Customer Phone Number', 'Caller Number'],
  to: ['Tracking Number', 'Tracking Phone Number'],
  status: ['Call Status', 'Status'],
  answered: ['Answered'],
  duration: ['Duration (seconds)', 'Duration'],
  numberName: ['Number Name', 'Tracker Name', 'Source Name'],
  page: ['Landing Page', 'Landing Page URL'],
  referrer: ['Referrer', 'Referring URL', 'Referrer URL'],
  source: ['UTM Source', 'Source'],
  medium: ['UTM Medium', 'Medium'],
  campaign: ['UTM Campaign', 'Campaign'],
  keywords: ['UTM Term', 'Keywords'],
  gclid: ['GCLID'],
  msclkid: ['MSCLKID'],
  fbclid: ['FBCLID'],
  value: ['Value'],
  leadStatus: ['Lead Status', 'Qualified'],
} as const
type Column = keyof typeof callRailColumns

const plain = (heading: string) => heading.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/** @returns what stands in the first of the column's headings that the row has something in; empty if nothing */
function readerOf(row: Row): (column: Column) => string {
  const cells = new Map(Object.entries(row).map(([heading, value]) => [plain(heading), value]))
  return (column) => {
    for (const heading of callRailColumns[column]) {
      const value = cells.get(plain(heading))
      if (value !== undefined && value !== null && value !== '') return String(value).trim()
    }
    return ''
  }
}

/** First match wins. CallRail says "Answered Call", its API `answered: true`. */
const statuses: readonly (readonly [RegExp, string])[] = [
  [/in.?progress/i, 'in-progress'],
  [/unanswered|missed|no.?answer|voice.?mail/i, 'no-answer'],
  [/abandon|hung ?up|cancel/i, 'canceled'],
  [/busy/i, 'busy'],
  [/fail/i, 'failed'],
  [/answered|completed/i, 'completed'],
]
function statusOf(read: (column: Column) => string): string | undefined {
  const told = read('status')
  if (told !== '') return statuses.find(([pattern]) => pattern.test(told))?.[1]
  const answered = read('answered')
  if (answered === '') return undefined
  return /^(true|yes|1)$/i.test(answered) ? 'completed' : 'no-answer'
}

/** Seconds of `75`, `1:15`, `0:01:15` or `1m 15s`. */
export function secondsOf(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text))
  if (/^\d+(:\d{2}){1,2}$/.test(text)) {
    return text.split(':').reduce((total, part) => total * 60 + Number(part), 0)
  }
  const parts = /^(?:(\d+)\s*h)?\s*(?:(\d+)\s*m(?:in)?)?\s*(?:(\d+)\s*s(?:ec)?)?$/i.exec(text)
  if (text === '' || !parts) return undefined
  const [, hours = 0, minutes = 0, seconds = 0] = parts
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
}

/** Minor units of `120`, `$1,200.50`; undefined for nothing and for zero. */
export function minorUnitsOf(text: string, decimals: number): number | undefined {
  const amount = Number(text.replaceAll(/[^\d.-]/g, ''))
  return text !== '' && Number.isFinite(amount) && amount > 0
    ? Math.round(amount * 10 ** decimals)
    : undefined
}

const digest = (...parts: readonly string[]) =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 24)

/** The log does not tell when the page was seen; just before the call is what it can be trusted for. */
const visitBeforeCallSeconds = 1

function visitFacts(
  read: (column: Column) => string,
  callSid: string,
  number: string,
  at: Instant,
): FactLine[] {
  const url = campaignUrl(read('page'), {
    utm_source: read('source'),
    utm_medium: read('medium'),
    utm_campaign: read('campaign'),
    utm_term: read('keywords'),
    gclid: read('gclid'),
    msclkid: read('msclkid'),
    fbclid: read('fbclid'),
  })
  if (url === undefined) return []
  const id = `callrail-visit-${callSid}`
  const seenAt = addSeconds(at, -visitBeforeCallSeconds)
  const referrer = read('referrer')
  return [
    {
      fact: 'session',
      id,
      visitor: `callrail-visitor-${callSid}`,
      at: seenAt,
      url,
      ...(/^https?:\/\//i.test(referrer) && { referrer }),
    },
    // As short as can be: two calls to one number at the same time are still told apart.
    { fact: 'lease', number, session: id, from: seenAt, until: addSeconds(at, visitBeforeCallSeconds) },
  ]
}

function factsOf(row: Row, context: ConvertContext): { facts: FactLine[]; number?: string; name?: string } {
  const read = readerOf(row)
  const skip = (reason: string) => {
    context.skip(reason)
    return { facts: [] }
  }
  if (/^out/i.test(read('direction'))) return skip('an outgoing call')
  const at = readWrittenTime(read('start'), context.zone)
  if (at === undefined) return skip('no start time that can be read')
  const number = parsePhone(read('to'), context.country)
  if (number === undefined) return skip('no tracking number that can be read')
  const status = statusOf(read)
  if (status === undefined) return skip('no call status that is known')
  const durationSeconds = secondsOf(read('duration'))
  if (durationSeconds === undefined && status !== 'in-progress') return skip('no duration that can be read')

  const written = read('from')
  const caller = isWithheld(written) ? undefined : parsePhone(written, context.country)
  const id = read('id')
  const callSid = id === '' ? `callrail-${digest(at, written, number)}` : id
  const value = minorUnitsOf(read('value'), context.decimals)
  const leadStatus = read('leadStatus').toLowerCase().replaceAll(/\s+/g, '-')
  const visit = visitFacts(read, callSid, number, at)
  const stage = leadStatus !== '' ? leadStatus : value !== undefined ? 'won' : undefined
  return {
    number,
    ...(visit.length === 0 && { name: [read('numberName'), read('source')].filter(Boolean).join(', ') }),
    facts: [
      ...visit,
      {
        fact: 'call',
        callSid,
        from: caller ?? 'anonymous',
        to: number,
        at,
        status,
        ...(durationSeconds !== undefined && { durationSeconds }),
      },
      ...(stage === undefined
        ? []
        : [
            {
              fact: 'outcome',
              callSid,
              stage,
              ...(value !== undefined && { value }),
              at: addSeconds(at, durationSeconds ?? 0),
            },
          ]),
    ],
  }
}

/** CallRail's call log: each call, the visit that it came from where there was one, and what became of it. */
export const convertCallRail: Converter = async function* (rows, context) {
  const pageless = new Map<string, string>()
  for await (const row of rows) {
    const { facts, number, name } = factsOf(row, context)
    if (number !== undefined && name !== undefined && !pageless.has(number)) pageless.set(number, name)
    yield* facts
  }
  if (pageless.size > 0) {
    context.note(
      'Calls to these numbers came from no page. Register each as a source number (POST /v1/numbers), so that its calls have a source:',
    )
    for (const [number, name] of pageless) context.note(`  ${number}  ${name}`)
  }
}

import { randomBytes, randomUUID } from 'node:crypto'
import { type PhoneCall, placeCall } from '../../local/phone/call.ts'
import { type Faults, noFaults } from '../../local/phone/carrier.ts'

/** A bridge as it was started, or one that answers in its place. */
export interface Target {
  readonly url: string
  readonly authToken: string
  /** A request with the secret key; throws unless it succeeds. */
  call<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T>
}

/** What has to stand in the bridge in the end. */
export interface Tally {
  /** Each call that was made, with what became of it. */
  readonly calls: Map<string, Ending>
  /** Each code that a caller quoted and that was accepted, with the call. */
  readonly codes: Map<string, string>
  /** Codes that were keyed while they could not be checked: the caller was told so, and they are used later, if at all. */
  readonly unchecked: Set<string>
  /** Sessions of which the bridge said that it had kept them. */
  readonly sessions: Set<string>
  /** Visits, codes and numbers that it could not take just then; the browser would try again. */
  refused: number
  /** What no caller and no browser should ever see. */
  readonly failures: string[]
}
export type Ending = 'answered' | 'missed' | 'abandoned' | 'voicemail'

const businessPhone = '+442079460099'
const numbers = {
  van: '+441614960001',
  greeting: '+441614960002',
  message: '+441614960003',
  asking: '+441614960004',
} as const

/**
 * Numbers with the flows that are called, a pool, and a campaign.
 * @param poolSize enough for the visits of a minute: of a pool run dry every call is anybody's, and costs accordingly
 */
export async function openShop(target: Target, poolSize: number): Promise<{ readonly campaignId: string }> {
  const flow = { forwardTo: [businessPhone], ring: 'all' }
  const flows = {
    van: flow,
    greeting: { ...flow, greeting: 'Sash and Sons, one moment.' },
    message: { ...flow, voicemail: 'Speak after the tone.' },
    asking: { ...flow, askForCode: true },
  }
  for (const [label, own] of Object.entries(flows)) {
    const number = numbers[label as keyof typeof numbers]
    const source = { source: label, medium: 'print' }
    await target.call('POST', '/v1/numbers', { number, label, kind: 'source', source, flow: own })
  }
  const { id: poolId } = await target.call<{ id: string }>('POST', '/v1/pools', {
    name: 'Site',
    swapTargets: [businessPhone],
    leaseMinutes: 1,
    cooldownMinutes: 0,
    flow,
  })
  for (let index = 0; index < poolSize; index += 1) {
    const number = `+44161497${String(index).padStart(4, '0')}`
    await target.call('POST', '/v1/numbers', { number, label: number, kind: 'pool', poolId })
  }
  const { id: campaignId } = await target.call<{ id: string }>('POST', '/v1/campaigns', {
    name: 'Ten off',
    direction: 'web-to-phone',
    benefit: { kind: 'percent', percent: 10 },
    validFor: 'P7D',
  })
  return { campaignId }
}

const pick = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)] as T
/** Most go well; of the others each is as Twilio is on a bad day. */
const weather: readonly Faults[] = [
  ...Array.from({ length: 6 }, () => noFaults),
  { ...noFaults, doubled: true },
  { ...noFaults, lateSeconds: 60 },
  { ...noFaults, tries: 2 },
]
const sources = ['google', 'bing', 'newsletter', 'facebook']
const peoplesBrowser =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

/**
 * Visits and calls of all kinds, one after another by each of `workers`, as fast as the bridge answers: by way of the same
 * interpreter as `/local/phone`, so that every caller does what the TwiML lets them do.
 */
export async function mixedCalls(
  target: Target,
  {
    workers,
    until,
    campaignId,
  }: { readonly workers: number; readonly until: () => boolean; readonly campaignId: string },
  tally: Tally,
): Promise<void> {
  let made = 0

  /** @returns the number that the page shows, and the session */
  async function visit(): Promise<{ number?: string; sessionId: string } | undefined> {
    const source = pick(sources)
    const response = await fetch(`${target.url}/v1/collect`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain', 'user-agent': peoplesBrowser },
      body: JSON.stringify({
        key: 'pk_local',
        type: 'page',
        url: `https://shop.example/p${made % 30}?utm_source=${source}&utm_medium=cpc&utm_campaign=c${made % 7}`,
      }),
    })
    if (!response.ok) return undefined
    const { sessionId, swap } = (await response.json()) as {
      sessionId: string
      swap: { number: string }[]
    }
    tally.sessions.add(sessionId)
    return { sessionId, ...(swap[0] && { number: swap[0].number }) }
  }

  async function one(): Promise<void> {
    made += 1
    const kind = pick(['web', 'web', 'van', 'greeting', 'message', 'asking'] as const)
    const seen = kind === 'web' || kind === 'asking' ? await visit() : undefined
    if ((kind === 'web' || kind === 'asking') && !seen) tally.refused += 1
    let code: string | undefined
    if (kind === 'asking' && seen) {
      const minted = await target
        .call<{ code: string }>('POST', '/v1/codes', { campaignId, sessionId: seen.sessionId })
        .catch(() => undefined)
      if (!minted) tally.refused += 1
      code = minted?.code
    }
    const to = kind === 'web' ? (seen?.number ?? numbers.van) : numbers[kind]
    const faults = pick(weather)
    // Within a call time passes only where it is told to: a slow machine makes no call longer.
    const startedAt = Date.now()
    let ahead = 0
    const call = await placeCall(
      {
        fetch,
        authToken: target.authToken,
        accountSid: `AC${'0'.repeat(32)}`,
        now: () => startedAt + ahead * 1000,
        newSid: (prefix) => prefix + randomBytes(16).toString('hex'),
        newToken: randomUUID,
        recordingUrl: (sid) => `${target.url}/local/twilio/2010-04-01/Accounts/AC/Recordings/${sid}`,
        log: () => {},
        faults: () => faults,
      },
      {
        from: `+4477009${String(Math.floor(Math.random() * 100_000)).padStart(5, '0')}`,
        to,
        number: {
          voiceUrl: `${target.url}/twilio/voice`,
          statusCallback: `${target.url}/twilio/voice/status#rc=3&rp=ct,5xx,rt`,
        },
      },
    )
    const ending = await play(
      call,
      kind === 'message' ? 'refuse' : pick(['answer', 'answer', 'refuse', 'giveUp']),
      {
        code,
        wait: (seconds) => {
          ahead += seconds
        },
      },
    )
    await call.deliverLate()
    tally.calls.set(call.callSid, ending)
    const { heard, waits } = call.view()
    const said = heard.filter((each) => each.kind === 'say').map(({ text }) => text)
    if (code !== undefined) {
      if (said.some((text) => text.includes('is accepted'))) tally.codes.set(code, call.callSid)
      else tally.unchecked.add(code)
    }
    for (const { kind: what, text } of heard) if (what === 'trouble') tally.failures.push(`${to}: ${text}`)
    if (waits !== 'ended') tally.failures.push(`${to}: the call waits for ${waits}`)
    if (said.some((text) => /error/i.test(text))) tally.failures.push(`${to}: ${said.join(' ')}`)
  }

  await Promise.all(
    Array.from({ length: workers }, async () => {
      while (!until()) {
        try {
          await one()
        } catch (error) {
          tally.failures.push(String((error as Error).cause ?? error))
        }
      }
    }),
  )
}

/** Does what the line lets the caller do, until it is over. */
async function play(
  call: PhoneCall,
  intent: 'answer' | 'refuse' | 'giveUp',
  { code, wait }: { readonly code: string | undefined; readonly wait: (seconds: number) => void },
): Promise<Ending> {
  let ending: Ending = 'abandoned'
  let keyed = false
  for (let step = 0; step < 8; step += 1) {
    const { waits, phones } = call.view()
    if (waits === 'gather') {
      if (code !== undefined && !keyed) await call.press(`${code}#`)
      else await call.silence()
      keyed = true
    } else if (waits === 'record') {
      await call.leaveMessage({ text: 'Please call me back.', seconds: 4, endsBy: 'key' })
      ending = 'voicemail'
    } else if (waits === 'dial') {
      const ringing = phones.find(({ status }) => status === 'ringing')?.sid ?? ''
      if (intent === 'answer') {
        wait(7)
        await call.phone.answer(ringing)
        wait(63)
        await call.phone.hangUp(ringing)
        ending = 'answered'
      } else if (intent === 'refuse') {
        wait(25)
        await call.phone.refuse(ringing, pick(['busy', 'no-answer']))
        ending = 'missed'
      } else {
        wait(5)
        await call.hangUp()
        ending = 'abandoned'
      }
    } else if (waits === 'ended') return ending
    else await call.tick()
  }
  await call.hangUp()
  return ending
}

export const newTally = (): Tally => ({
  calls: new Map(),
  codes: new Map(),
  unchecked: new Set(),
  sessions: new Set(),
  refused: 0,
  failures: [],
})

/** What the bridge tells, beside what was done: empty where it is the same. */
export async function differences(target: Target, tally: Tally): Promise<string[]> {
  async function all<T>(path: string): Promise<T[]> {
    const rows: T[] = []
    for (let cursor = ''; ; ) {
      const page = await target.call<{ data: T[]; nextCursor: string | null }>(
        'GET',
        `${path}?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      )
      rows.push(...page.data)
      if (page.nextCursor === null) return rows
      cursor = page.nextCursor
    }
  }
  const found: string[] = []
  const calls = await all<{ callSid: string; outcome: string; code: string | null }>('/v1/calls')
  const told = new Map(calls.map((call) => [call.callSid, call]))
  if (told.size !== calls.length) found.push(`${calls.length - told.size} calls are told twice`)
  for (const [callSid, ending] of tally.calls) {
    const outcome = told.get(callSid)?.outcome ?? 'lost'
    if (outcome !== ending) found.push(`${callSid}: ${outcome} instead of ${ending}`)
  }
  if (told.size > tally.calls.size) found.push(`${told.size - tally.calls.size} calls that nobody made`)
  for (const [code, callSid] of tally.codes) {
    if (told.get(callSid)?.code !== code)
      found.push(`${callSid}: code ${told.get(callSid)?.code} instead of ${code}`)
  }
  const enquiries = await all<{ contacts: { kind: string; id: string }[] }>('/v1/enquiries')
  const contacts = enquiries.flatMap((enquiry) => enquiry.contacts.filter(({ kind }) => kind === 'call'))
  if (new Set(contacts.map(({ id }) => id)).size !== contacts.length)
    found.push('contacts stand in two enquiries')
  if (contacts.length !== tally.calls.size)
    found.push(`${contacts.length} contacts of ${tally.calls.size} calls`)

  const today = new Date().toISOString().slice(0, 10)
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
  const { totals } = await target.call<{
    totals: { calls: number; enquiries: number; sessions: number; redemptions: number }
  }>('GET', `/v1/reports/sources?from=${yesterday}&to=${today}`)
  const expected = { calls: tally.calls.size, enquiries: enquiries.length }
  for (const [name, value] of Object.entries(expected)) {
    const reported = totals[name as keyof typeof expected]
    if (reported !== value) found.push(`the report counts ${reported} ${name} instead of ${value}`)
  }
  const { codes, unchecked } = tally
  if (totals.redemptions < codes.size || totals.redemptions > codes.size + unchecked.size) {
    found.push(
      `the report counts ${totals.redemptions} redemptions, ${codes.size} were accepted, ${unchecked.size} not checked`,
    )
  }
  // A visit whose answer was lost on the way may stand all the same: the browser would have come again.
  const { sessions } = tally
  if (totals.sessions < sessions.size || totals.sessions > sessions.size + tally.refused) {
    found.push(
      `the report counts ${totals.sessions} sessions, ${sessions.size} were kept, ${tally.refused} refused`,
    )
  }
  return found
}

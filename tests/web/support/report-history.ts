import type { BridgeAccount } from '../../end-to-end/support/started-bridge.ts'

const minute = 60_000
const day = 86_400_000
const at = (milliseconds: number) => new Date(milliseconds).toISOString()

interface Story {
  /** Pages with their campaign parameters, a visit each, a day apart; the last is that of the enquiry. */
  readonly visits: readonly string[]
  readonly daysAgo: number
  readonly value?: number
}

const search = (campaign: string) => `?utm_source=google&utm_medium=cpc&utm_campaign=${campaign}`
const mail = '?utm_source=news&utm_medium=email&utm_campaign=winter'
const bing = '?utm_source=bing&utm_medium=cpc&utm_campaign=boilers'

/** Two sources and three campaigns of Paid Search, one of Email, some that came by themselves; of the days before, too. */
const stories: readonly Story[] = [
  { visits: [search('boilers')], daysAgo: 2, value: 45_000 },
  { visits: [search('boilers')], daysAgo: 3 },
  { visits: [search('repairs')], daysAgo: 3, value: 12_050 },
  { visits: [bing], daysAgo: 4, value: 9_900 },
  { visits: [search('repairs'), mail, ''], daysAgo: 5, value: 30_000 },
  { visits: [mail, search('boilers')], daysAgo: 6 },
  { visits: [mail], daysAgo: 7, value: 5_000 },
  { visits: [''], daysAgo: 8 },
  { visits: [''], daysAgo: 8, value: 1_000 },
  { visits: [search('boilers')], daysAgo: 40, value: 20_000 },
]

/** A small history whose sums a story can hold against the screen: ten enquiries by form, one of them of the period before. */
export async function importReportHistory(account: BridgeAccount, now: number): Promise<void> {
  const name = `${process.pid}-${now}`
  const facts = stories.flatMap(({ visits, daysAgo, value }, story) => {
    const enquired = now - daysAgo * day
    const visitor = `vis_${name}-${story}`
    const sessions = visits.map((query, visit) => ({
      fact: 'session',
      id: `ses_${name}-${story}-${visit}`,
      visitor,
      at: at(enquired - (visits.length - 1 - visit) * day),
      url: `https://shop.example/boilers${query}`,
    }))
    const contact = `form_${name}-${story}`
    const form = {
      fact: 'form',
      id: contact,
      session: sessions.at(-1)?.id,
      at: at(enquired + 5 * minute),
      email: `person-${story}@example.com`,
    }
    const outcome =
      value === undefined
        ? []
        : [{ fact: 'outcome', contact, stage: 'won', value, at: at(enquired + 60 * minute) }]
    return [...sessions, form, ...outcome]
  })
  // A line a request: the account's client sends JSON, of which a line of NDJSON is one.
  const answers = await Promise.all(
    facts.map((fact) => account.call<{ rejected: unknown[] }>('POST', '/v1/imports', fact)),
  )
  const rejected = answers.flatMap((answer) => answer.rejected)
  if (rejected.length > 0) throw new Error(JSON.stringify(rejected))
  await account.settled()
}

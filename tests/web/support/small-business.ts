import type { BridgeAccount } from '../../end-to-end/support/started-bridge.ts'

const minuteMilliseconds = 60_000
const dayMilliseconds = 1440 * minuteMilliseconds

/** Ids of what the pages of the console are about. */
export interface SmallBusiness {
  readonly number: string
  readonly pool: string
  readonly enquiry: string
}

/**
 * A business with something on every page: a pool, a number with a whole flow, a campaign each way, visits, calls answered
 * and missed, a code that was used, a form, an outcome, spend.
 * @param area four digits that nobody else's numbers share: a number is one account's alone
 */
export async function beginSmallBusiness(account: BridgeAccount, area: string): Promise<SmallBusiness> {
  const [shown, van, leased] = [`+4420${area}0001`, `+4420${area}0002`, `+4420${area}0003`]
  const campaign = {
    direction: 'both',
    benefit: { kind: 'percent', percent: 10 },
    validFor: 'P30D',
    name: 'Autumn',
  }
  const { id: campaignId } = await account.call<{ id: string }>('POST', '/v1/campaigns', campaign)
  const flow = {
    forwardTo: ['+442079460018', '+442079460019'],
    ring: 'in-order',
    greeting: 'Welcome.',
    record: true,
    whisper: true,
    askForCode: true,
    voicemail: true,
    textBack: true,
    giveCode: { campaignId, when: 'missed' },
    menu: { prompt: 'For repairs press 1.', options: { '1': { label: 'Repairs', voicemail: true } } },
    hours: { monday: [{ from: '09:00', until: '17:30' }], tuesday: [{ from: '09:00', until: '17:30' }] },
  }
  const pool = await account.call<{ id: string }>('POST', '/v1/pools', {
    name: 'Website',
    swapTargets: [shown],
    flow: { forwardTo: ['+442079460018'] },
  })
  await account.call('POST', '/v1/numbers', {
    number: leased,
    label: 'Website 1',
    kind: 'pool',
    poolId: pool.id,
  })
  const number = await account.call<{ id: string }>('POST', '/v1/numbers', {
    number: van,
    label: 'The vans',
    kind: 'source',
    source: { source: 'van', medium: 'vehicle' },
    flow,
  })

  const name = `${area}-${Date.now()}`
  const ago = (days: number, minutes = 0) =>
    new Date(Date.now() - days * dayMilliseconds + minutes * minuteMilliseconds).toISOString()
  const sid = (index: number) => `CA${String(Date.now()).padStart(31, area)}${index}`
  const [answered, missed, first] = [sid(1), sid(2), `ses_${name}-1`]
  const visitor = `vis_${name}`
  const page = 'https://shop.example/boilers'
  const paid = 'utm_source=google&utm_medium=cpc&utm_campaign=boilers'
  const call = { fact: 'call', from: '+447700900711' }
  await tell(account, [
    { fact: 'session', id: first, visitor, at: ago(5), url: `${page}?${paid}` },
    {
      fact: 'session',
      id: `ses_${name}-2`,
      visitor,
      at: ago(3),
      url: page,
      referrer: 'https://news.example/',
    },
    {
      fact: 'lease',
      number: leased,
      session: `ses_${name}-2`,
      from: ago(3),
      until: ago(3, 30),
    },
    { ...call, callSid: answered, to: leased, at: ago(3, 5), status: 'completed', durationSeconds: 140 },
    {
      ...call,
      callSid: missed,
      from: '+447700900712',
      to: van,
      at: ago(1),
      status: 'no-answer',
      durationSeconds: 0,
    },
    { fact: 'form', id: `form_${name}`, session: first, at: ago(5, 6), email: 'caller@example.com' },
    { fact: 'outcome', callSid: answered, stage: 'won', value: 45_000, at: ago(2) },
    {
      fact: 'spend',
      day: ago(5).slice(0, 10),
      source: 'google',
      medium: 'cpc',
      campaign: 'boilers',
      amount: 2_500,
      currency: 'GBP',
      at: ago(4),
    },
  ])
  const { code } = await account.call<{ code: string }>('POST', '/v1/codes', { campaignId })
  await account.call('POST', `/v1/calls/${answered}/code`, { code })
  await account.settled()
  const { data } = await account.call<{ data: { id: string }[] }>('GET', '/v1/enquiries')
  return { number: number.id, pool: pool.id, enquiry: data.at(-1)?.id ?? '' }
}

async function tell(account: BridgeAccount, facts: readonly object[]): Promise<void> {
  for (const fact of facts) {
    // A line a request: the account's client sends JSON, of which a line of NDJSON is one.
    const { rejected } = await account.call<{ rejected: unknown[] }>('POST', '/v1/imports', fact)
    if (rejected.length > 0) throw new Error(JSON.stringify(rejected))
  }
}

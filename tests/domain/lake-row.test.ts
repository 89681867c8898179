import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Fact } from '../../shared/domain/fact.ts'
import { type Digest, lakeRowOf, withheld } from '../../shared/domain/lake-row.ts'
import { type LakeRow, lakeColumns } from '../../shared/domain/lake-schema.ts'

const digest: Digest = (account, text) =>
  `d${[...`${account}${text}`].reduce((sum, each) => (sum * 31 + each.charCodeAt(0)) % 1e9, 7)}`
const row = (fact: Fact, version = '1'): LakeRow => lakeRowOf(fact, { pk: 'p', sk: 's', version }, digest)

const account = 'acc_lake'
const at = '2026-06-01T10:00:00.000Z'
const tracking = '+442079460001'

/** What people are known by, and what they say: nothing of it may be in a row, wherever it stood in a fact. */
const anyEmail = fc.constantFrom('ann.canary@example.com', 'ann.canary%40example.com', 'x@canary.example.org')
const anyPhone = fc.constantFrom(
  '+447700900123',
  '447700900123',
  '07700 900123',
  '+44 (0)7700-900 123',
  '07700%20900%20123',
)
const anySentence = fc.constantFrom(
  'Ann Canary rang about her door',
  'canary, Ann',
  'Please call canary back',
)
const anySecret = fc.constantFrom('canaryHash_q83v', 'v1.canarySealed')
const anyPersonal = fc.oneof(anyEmail, anyPhone)
const anyFree = fc.oneof(anyPersonal, anySentence)
const spot = /canary|7700(?:%20|\D){0,3}900/i

const anyUrl = fc
  .tuple(anyPersonal, anyPersonal, anyPersonal)
  .map(
    ([path, term, id]) =>
      `https://shop.example/people/${path}?utm_source=${term}&utm_content=${path}&utm_term=${term}&gclid=${id}canary`,
  )
const anySource = fc.record({
  source: anyPersonal,
  medium: anyPersonal,
  campaign: anyPersonal,
  term: anyPersonal,
  content: anyPersonal,
})
const visit = {
  account: fc.constant(account),
  session: anyPersonal,
  visitor: anyPersonal,
  at: fc.constant(at),
}
const call = {
  account: fc.constant(account),
  at: fc.constant(at),
  callSid: fc.oneof(anyPersonal, fc.constant(`CA${'a'.repeat(32)}`)),
  number: fc.constant(tracking),
  caller: anySecret,
  sealedCaller: anySecret,
}
const code = {
  account: fc.constant(account),
  at: fc.constant(at),
  code: fc.constant('7700900123'),
  campaignId: anyPersonal,
}
const contact = { account: fc.constant(account), at: fc.constant(at), contact: anyPersonal, by: anyFree }
const is = <Kind extends Fact['fact']>(fact: Kind) => ({ fact: fc.constant(fact) })

const facts: { readonly [Kind in Fact['fact']]: fc.Arbitrary<Fact> } = {
  page: fc.record({
    ...is('page'),
    ...visit,
    url: anyUrl,
    referrer: anyUrl,
    title: anyFree,
    shown: fc.constant([tracking]),
  }),
  seen: fc.record({ ...is('seen'), ...visit, shown: fc.constant([tracking]) }),
  'phone-click': fc.record({ ...is('phone-click'), ...visit, number: fc.constant(tracking) }),
  form: fc.record({
    ...is('form'),
    ...visit,
    formId: anyPersonal,
    phone: anySecret,
    email: anySecret,
    sealed: anySecret,
    heard: anyFree,
  }),
  event: fc.record({ ...is('event'), ...visit, name: anyFree }),
  lease: fc.record({
    ...is('lease'),
    account: fc.constant(account),
    number: fc.constant(tracking),
    session: anyPersonal,
    visitor: anyPersonal,
    from: fc.constant(at),
    until: fc.constant(at),
    freeAt: fc.constant(at),
    shared: fc.boolean(),
  }),
  voice: fc.record({
    ...is('voice'),
    ...call,
    numberId: anyPersonal,
    poolId: anyPersonal,
    source: anySource,
  }),
  status: fc.record({
    ...is('status'),
    ...call,
    sequence: fc.constant(1),
    status: fc.constant('completed' as const),
  }),
  dial: fc.record({
    ...is('dial'),
    ...call,
    status: fc.constant('completed' as const),
    scope: fc.constant('whole' as const),
    target: fc.constant('+447700900123'),
  }),
  recording: fc.record({
    ...is('recording'),
    ...call,
    recordingSid: fc.constant('REcanary'),
    kind: fc.constant('call' as const),
    status: fc.constant('completed' as const),
  }),
  transcription: fc.record({
    ...is('transcription'),
    ...call,
    recordingSid: fc.constant('REcanary'),
    status: fc.constant('completed' as const),
    sealedText: anySecret,
    by: anyFree,
    id: anyFree,
  }),
  'recording-deleted': fc.record({
    ...is('recording-deleted'),
    ...call,
    recordingSid: fc.constant('REcanary'),
    by: anyFree,
    reason: anyFree,
  }),
  text: fc.record({
    ...is('text'),
    account: fc.constant(account),
    at: fc.constant(at),
    messageSid: anyPersonal,
    conversation: anyPersonal,
    number: fc.constant(tracking),
    sender: anySecret,
    sealedSender: anySecret,
    sealedBody: anySecret,
    source: anySource,
  }),
  'code-issued': fc.record({
    ...is('code-issued'),
    ...code,
    singleUse: fc.boolean(),
    session: anyPersonal,
    visitor: anyPersonal,
    callSid: anyPersonal,
    source: anySource,
    referrer: anySecret,
  }),
  'code-used': fc.record({
    ...is('code-used'),
    ...code,
    useId: anyPersonal,
    how: fc.constant('online' as const),
    singleUse: fc.boolean(),
    conversation: anyPersonal,
    session: anyPersonal,
    visitor: anyPersonal,
    referrer: anySecret,
    orderReference: anyFree,
    source: anySource,
  }),
  'code-use-voided': fc.record({
    ...is('code-use-voided'),
    ...code,
    useId: anyPersonal,
    by: anyFree,
    reason: anyFree,
  }),
  'codes-minted': fc.record({
    ...is('codes-minted'),
    account: fc.constant(account),
    at: fc.constant(at),
    campaignId: anyPersonal,
    batch: anyPersonal,
    count: fc.constant(3),
  }),
  deal: fc.record({
    ...is('deal'),
    account: fc.constant(account),
    deal: anyPersonal,
    about: fc.constant([]),
    at: fc.constant(at),
    heardAt: fc.constant(at),
    by: anyFree,
    stage: anyFree,
    sealedName: anyPersonal,
  }),
  outcome: fc.record({ ...is('outcome'), ...contact, stage: anyFree, valueMinorUnits: fc.constant(100) }),
  'self-report': fc.record({ ...is('self-report'), ...contact, heard: anyFree }),
  mark: fc.record({
    ...is('mark'),
    ...contact,
    spam: fc.boolean(),
    tags: fc.array(anyFree),
    sealedNote: anySecret,
  }),
  verdict: fc.record({
    ...is('verdict'),
    ...contact,
    evidenceId: anyPersonal,
    verdict: fc.constant('revoked' as const),
    reason: anyFree,
  }),
  split: fc.record({ ...is('split'), ...contact, apart: anyFree }),
  erased: fc.record({ ...is('erased'), ...contact, mark: fc.constantFrom('sealed', 'whole') }),
  'mail-event': fc.record({
    ...is('mail-event'),
    ...contact,
    mail: anyFree,
    sequence: anyFree,
    step: anyFree,
    event: fc.constant('opened' as const),
  }),
  'step-moved': fc.record({ ...is('step-moved'), ...contact, step: anyFree, isReached: fc.boolean() }),
  'visitor-moved': fc.record({
    ...is('visitor-moved'),
    account: fc.constant(account),
    at: fc.constant(at),
    visitor: anyPersonal,
    by: anyFree,
    step: anyFree,
    isReached: fc.boolean(),
  }),
  spend: fc.record({
    ...is('spend'),
    account: fc.constant(account),
    day: fc.constant('2026-06-01'),
    source: anyPersonal,
    medium: anyPersonal,
    campaign: anyPersonal,
    amountMinorUnits: fc.constant(5),
    at: fc.constant(at),
  }),
}

describe('a row of the lake', () => {
  test.each(Object.entries(facts))(
    '%s: nothing that somebody is known by, or says, gets into it',
    (kind, anyFact) => {
      fc.assert(
        fc.property(anyFact, (fact) => {
          const told = JSON.stringify(row(fact))
          expect(told).not.toMatch(spot)
          expect(row(fact)).toMatchObject({ account, fact: kind, happened_at: at })
        }),
        { numRuns: 100 },
      )
    },
  )

  test.each(Object.entries(facts))(
    '%s: has columns of the schema alone, each of its type',
    (_kind, anyFact) => {
      const types = new Map<string, string>(lakeColumns.map(({ name, type }) => [name, type]))
      const ofType = { string: 'string', bigint: 'number', boolean: 'boolean' } as Record<string, string>
      fc.assert(
        fc.property(anyFact, (fact) => {
          for (const [name, value] of Object.entries(row(fact))) {
            if (value !== undefined) expect(typeof value, name).toBe(ofType[types.get(name) ?? ''])
          }
        }),
        { numRuns: 20 },
      )
    },
  )

  it('keeps the ids that the bridge made, and hides those that history brought', () => {
    const made = { session: 'ses_0123456789abcdefghjk', visitor: 'vis_0123456789abcdefghjk' }
    expect(row({ fact: 'seen', account, at, ...made })).toMatchObject(made)
    const brought = row({ fact: 'seen', account, at, session: 's-1', visitor: 'ann' })
    expect(brought.session).toBe(digest(account, 's-1'))
    expect(brought.visitor).toBe(digest(account, 'ann'))
  })

  it('tells a page’s arrival as everywhere else, without click ids’ values', () => {
    const url = 'https://shop.example/sash?utm_source=google&utm_medium=cpc&utm_campaign=spring&gclid=Abc'
    expect(
      row({
        fact: 'page',
        account,
        at,
        session: 's',
        visitor: 'v',
        url,
        referrer: 'https://www.google.com/',
      }),
    ).toMatchObject({
      channel: 'Paid Search',
      source: 'google',
      medium: 'cpc',
      campaign: 'spring',
      landing_page: 'https://shop.example/sash',
      referrer_host: 'www.google.com',
      click_ids: 'gclid',
    })
  })

  it('says that something was withheld, so that the rest still counts', () => {
    const url = 'https://shop.example/?utm_source=news&utm_content=ann@example.com'
    expect(row({ fact: 'page', account, at, session: 's', visitor: 'v', url })).toMatchObject({
      source: 'news',
      content: withheld,
    })
    expect(row({ fact: 'event', account, at, session: 's', visitor: 'v', name: 'add_to_cart' }).event).toBe(
      'add_to_cart',
    )
    expect(row({ fact: 'event', account, at, session: 's', visitor: 'v', name: 'Ann called' }).event).toBe(
      withheld,
    )
  })

  it('is one fact in all its versions: a lease in its slot and in its history too', () => {
    const lease = {
      fact: 'lease',
      account,
      number: tracking,
      session: 's',
      from: at,
      freeAt: at,
      shared: false,
    } as const
    const first = lakeRowOf({ ...lease, until: at }, { pk: 'pool', sk: 'slot', version: '1' }, digest)
    const later = lakeRowOf(
      { ...lease, until: '2026-06-01T11:00:00.000Z' },
      { pk: 'number', sk: 'lease', version: '2' },
      digest,
    )
    expect(later.fact_id).toBe(first.fact_id)
    expect(later.until_ms).toBeGreaterThan(first.until_ms ?? 0)
  })
})

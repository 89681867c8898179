import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CallFact } from '../../../shared/domain/fact.ts'
import { type Role, roles } from '../../../shared/domain/role.ts'
import { instantOf } from '../../../shared/domain/time.ts'
import { createCallStore } from '../../../shared/store/call-store.ts'
import { itemOf, testKeys } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { runs } from '../../support/runs.ts'
import { createSignInApps, secretOperations } from '../../support/sign-in-bridge.ts'

let tables: Tables
let apps: ReturnType<typeof createSignInApps>
beforeAll(async () => {
  tables = await createTestTables()
  apps = createSignInApps(tables)
})
afterAll(() => tables.drop())

const caller = '+447700900112'
const masked = '+447700••••12'
let made = 0

/** An account with one of everything, of which every name contains the account's own. */
async function settled() {
  const account = `acc_told${++made}`
  await apps.createAccount(account)
  const owner = await apps.signIn(account, 'owner', `owner@${account}.example.com`)
  const post = async (path: string, body: unknown) => (await apps.ask(owner.token, 'POST', path, body)).json
  const { id: pool } = await post('/v1/pools', { name: `Pool of ${account}`, swapTargets: ['+442079460000'] })
  const number = `+4420794600${10 + made}`
  const { id: numberId } = await post('/v1/numbers', { number, label: `Line of ${account}`, kind: 'source' })
  const { id: campaign } = await post('/v1/campaigns', {
    name: `Campaign of ${account}`,
    direction: 'both',
    benefit: { kind: 'gift', description: `Gift of ${account}` },
    validFor: 'P30D',
  })
  const { code } = await post('/v1/codes', { campaignId: campaign })

  const at = instantOf(Date.now() - 60_000)
  const seal = (text: string) => apps.vault.seal(account, text)
  const callSid = `CA${account}`
  const base = { account, callSid, number, at, numberId: numberId as string }
  const facts: CallFact[] = [
    { ...base, fact: 'voice', caller: apps.vault.hash(account, 'phone', caller), sealedCaller: seal(caller) },
    {
      ...base,
      fact: 'recording',
      recordingSid: `RE${account}`,
      kind: 'call',
      status: 'completed',
      durationSeconds: 9,
    },
    {
      ...base,
      fact: 'transcription',
      recordingSid: `RE${account}`,
      status: 'completed',
      by: 'api',
      id: 'x',
      sealedText: seal(`This is ${account}, on 07700 900112`),
    },
  ]
  // As the webhooks do, which also bring it before the agents.
  for (const fact of facts) await createCallStore(tables.ledger).record(fact)
  await tables.ledger.put(
    itemOf({
      fact: 'text',
      account,
      messageSid: `SM${account}`,
      conversation: `SM${account}`,
      at,
      number,
      sender: apps.vault.hash(account, 'phone', caller),
      sealedSender: seal(caller),
      sealedBody: seal(`${account}: ring 07700 900112`),
    }),
  )
  await apps.ask(owner.token, 'PATCH', `/v1/calls/${callSid}`, { note: `Of ${account}: ring 07700 900112` })
  await apps.ask(owner.token, 'PATCH', '/v1/account', {
    name: `Business ${account}`,
    testCallers: [caller],
    calls: { blockedCallers: [caller] },
  })
  const { json: view } = await apps.ask(owner.token, 'POST', '/v1/saved-views', {
    name: `View of ${account}`,
    path: '/calls',
  })
  const tokens = Object.fromEntries(
    await Promise.all(roles.map(async (role) => [role, (await apps.signIn(account, role)).token])),
  ) as Record<Role, string>
  const ids = {
    callSid,
    code: String(code),
    number,
    recordingId: `RE${account}`,
    all: [pool, numberId, campaign, owner.id, callSid, `SM${account}`, view.id].map(String),
  }
  return { account, owner, tokens, ids }
}
type Settled = Awaited<ReturnType<typeof settled>>

describe('of a caller’s phone', () => {
  let own: Settled
  beforeAll(async () => {
    own = await settled()
  })
  const get = (role: Role, path: string) => apps.ask(own.tokens[role], 'GET', path)

  test.each<[Role, boolean, boolean]>([
    ['owner', true, true],
    ['agent', true, true],
    ['marketer', false, true],
    ['viewer', false, false],
  ])('a %s is told the whole: %s; of the recording: %s', async (role, whole, hears) => {
    const { json: call } = await get(role, `/v1/calls/${own.ids.callSid}`)
    expect(call).toMatchObject({ from: whole ? caller : masked })
    expect(String(call.note)).toContain(whole ? '07700 900112' : '07700 ••••12')
    const [recording] = call.recordings as { url: string | null; transcript: string | null }[]
    expect([recording?.url !== null, recording?.transcript !== null]).toEqual([hears, hears])
    if (hears && !whole) expect(recording?.transcript).toContain('07700 ••••12')

    const { json: text } = await get(role, `/v1/texts/SM${own.account}`)
    expect(text).toMatchObject({ from: whole ? caller : masked })
    const { json: account } = await get(role, '/v1/account')
    expect(account).toMatchObject({
      testCallers: [whole ? caller : masked],
      calls: { blockedCallers: [whole ? caller : masked] },
    })
    const desk = await get(role, '/v1/desk')
    if (role !== 'viewer') expect(desk.json.calls).toMatchObject([{ from: whole ? caller : masked }])

    if (whole) return
    for (const { json } of [{ json: call }, { json: text }, { json: account }, desk]) {
      expect(JSON.stringify(json).replaceAll(/[\s-]/g, '')).not.toMatch(/7700900112/)
    }
  })

  test('a key is told everything', async () => {
    const { json } = await apps.ask('', 'GET', `/v1/calls/${own.ids.callSid}`, undefined, {
      authorization: `Bearer ${testKeys(own.account).secretKey}`,
    })
    expect(json).toMatchObject({ from: caller, recordings: [{ url: expect.any(String) }] })
  })

  test('nothing is found out by searching', async () => {
    expect((await get('owner', '/v1/calls?q=112')).status).toBe(200)
    for (const role of ['marketer', 'viewer'] as const) {
      const { status, json } = await get(role, '/v1/calls?q=112')
      expect([status, json.code]).toEqual([422, 'invalid_query'])
    }
  })

  test('nothing is lost when somebody saves a note that they saw masked', async () => {
    const path = `/v1/calls/${own.ids.callSid}`
    const { json: seen } = await get('marketer', path)
    const save = (note: string) => apps.ask(own.tokens.marketer, 'PATCH', path, { note, tags: ['hot'] })
    expect((await save(String(seen.note))).status).toBe(200)
    expect((await save(`${seen.note} (called back)`)).json).toMatchObject({ errors: [{ path: 'note' }] })
    expect((await get('owner', path)).json).toMatchObject({
      note: `Of ${own.account}: ring 07700 900112`,
      tags: ['hot'],
    })
    expect((await save('Called back')).json).toMatchObject({ note: 'Called back' })
  })
})

describe('between accounts', () => {
  const addressesOf = (path: string, { ids }: Settled): string[] =>
    (path.includes('{id}') ? ids.all : ['']).map((id) =>
      path
        .replace('{callSid}', ids.callSid)
        .replace('{recordingId}', ids.recordingId)
        .replace('{code}', ids.code)
        .replace('{number}', encodeURIComponent(ids.number))
        .replace('{id}', id)
        .replaceAll(/\{\w+\}/g, 'x'),
    )

  test('nobody who is signed in to one reads or changes a thing of another, by any operation', async () => {
    const [ours, theirs] = [await settled(), await settled()]
    const seen = async () => {
      const paths = [
        '/v1/account',
        '/v1/numbers',
        '/v1/pools',
        '/v1/campaigns',
        '/v1/saved-views',
        '/v1/members',
      ]
      const answers = await Promise.all(paths.map((path) => apps.ask(theirs.owner.token, 'GET', path)))
      const call = await apps.ask(theirs.owner.token, 'GET', `/v1/calls/${theirs.ids.callSid}`)
      return [...answers, call].map(({ text }) => text.replaceAll(/"lastSeenAt":("[^"]*"|null)/g, ''))
    }
    const before = await seen()
    for (const text of before) expect(text).toContain(theirs.account)
    // Deletions come last, so that what they would delete is there to be read.
    const operations = [...secretOperations].sort(
      (a, b) => Number(a.method === 'delete') - Number(b.method === 'delete'),
    )
    for (const { id, method, path } of operations) {
      for (const address of addressesOf(path, theirs)) {
        const body =
          method === 'get' ? undefined : { name: 'Stolen', code: theirs.ids.code, account: theirs.account }
        for (const role of method === 'get' ? roles : (['owner'] as const)) {
          const { text, status } = await apps.ask(ours.tokens[role], method.toUpperCase(), address, body)
          expect(text, `${id} ${address}`).not.toContain(theirs.account)
          expect(status, id).toBeLessThan(500)
        }
      }
    }
    expect(await seen()).toEqual(before)
  }, 120_000)

  test('wherever somebody changes to, they are in an account of theirs', async () => {
    const accounts = await Promise.all([settled(), settled(), settled()])
    const names = accounts.map(({ account }) => account)
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(names, { minLength: 1 }),
        fc.array(fc.constantFrom(...names, 'acc_none'), { maxLength: 4 }),
        async (memberOf, changes) => {
          const email = `walker${++made}@example.com`
          let token = ''
          for (const account of memberOf) token = (await apps.signIn(account, 'viewer', email)).token
          let current = memberOf.at(-1)
          for (const account of changes) {
            const { status, headers } = await apps.ask(token, 'POST', '/auth/account', { account })
            const mayEnter = memberOf.includes(account)
            expect(status).toBe(mayEnter ? 200 : 404)
            if (mayEnter) {
              current = account
              token = /tieline_session=([^;]+)/.exec(headers.get('set-cookie') ?? '')?.[1] ?? ''
            }
            const { json } = await apps.ask(token, 'GET', '/v1/me')
            expect((json.account as { id: string }).id).toBe(current)
          }
        },
      ),
      { numRuns: runs(15) },
    )
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allOperations, type Composed, openComposed } from './composed.ts'
import { type Furnished, furnish, pathIn } from './furnished.ts'

let composed: Composed
let ours: Furnished
let theirs: Furnished
beforeAll(async () => {
  composed = await openComposed()
  ours = await furnish(composed, 'acc_ours', 1)
  theirs = await furnish(composed, 'acc_theirs', 2)
}, 120_000)
afterAll(() => composed.close())

/** A body that each operation takes, where it takes any: refused for it, the id would not have been looked at. */
const bodies: Readonly<Record<string, (furnished: Furnished) => unknown>> = {
  changeCampaign: () => ({ name: 'Stolen' }),
  mintCodes: () => ({ count: 1 }),
  checkCode: () => ({}),
  holdCode: () => ({ minutes: 5 }),
  releaseCode: () => ({}),
  redeemCode: () => ({}),
  voidCode: () => ({ reason: 'stolen' }),
  quoteCode: ({ ids }) => ({ code: ids.code }),
  giveCode: ({ ids }) => ({ campaignId: ids.campaigns, by: 'agent' }),
  changeNumber: () => ({ label: 'Stolen' }),
  changePool: () => ({ name: 'Stolen' }),
  changeMember: () => ({ role: 'viewer' }),
  revokeEvidence: () => ({}),
  restoreEvidence: () => ({}),
  splitEnquiry: ({ ids }) => ({ contacts: [ids.callSid] }),
  rejoinEnquiry: ({ ids }) => ({ contacts: [ids.callSid] }),
  reportSource: () => ({ heard: 'radio' }),
  changeCall: () => ({ note: 'Stolen' }),
  linkRecording: () => ({}),
  writeTranscript: () => ({ text: 'Stolen' }),
  changeSavedView: () => ({ name: 'Stolen' }),
  changeSequence: () => ({ name: 'Stolen' }),
  startSequence: ({ ids }) => ({ contact: ids.callSid }),
  stopSequence: ({ ids }) => ({ contact: ids.callSid }),
  changeTrigger: () => ({ name: 'Stolen' }),
  noteContactEmail: () => ({ email: 'stolen@example.org' }),
  changeWebhook: () => ({ description: 'Stolen' }),
  rotateWebhookSecret: () => ({}),
  testWebhook: () => ({}),
  redeliver: () => ({}),
  changeDestination: () => ({ name: 'Stolen' }),
  changeNotifications: () => ({ digest: false }),
  changeInbound: () => ({ name: 'Stolen' }),
}
const withId = allOperations.filter(({ auth, path }) => auth === 'secret' && /\{/.test(path))
const counters = [/#attempts#/, /#idempotency#/]

async function ask(operation: (typeof withId)[number], as: Furnished, of: Furnished) {
  const body = operation.body && (bodies[operation.id]?.(of) ?? {})
  const { response, text, written } = await composed.send(pathIn(operation.path, of), {
    method: operation.method.toUpperCase(),
    headers: { authorization: `Bearer ${as.secretKey}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const changed = written.filter((key) => !counters.some((counter) => counter.test(key)))
  return { status: response.status, text, changed }
}

describe('an id of another account', () => {
  test.each(withId.map((operation) => [operation.id, operation] as const))(
    'is not found by %s, and nothing changes',
    async (_id, operation) => {
      const { status, text, changed } = await ask(operation, ours, theirs)
      expect({ status, changed }, text).toEqual({ status: 404, changed: [] })
    },
  )

  test('is one that its own account finds: the ids are of what there is', async () => {
    const statuses: Record<string, number> = {}
    for (const operation of withId.filter(({ method }) => method === 'get')) {
      statuses[operation.id] = (await ask(operation, theirs, theirs)).status
    }
    // The job of so few codes is over before it has an id.
    const { getMintJob: _job, ...found } = statuses
    expect(
      Object.values(found).every((status) => status === 200),
      JSON.stringify(found),
    ).toBe(true)
  })
})

import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { defaultProcess } from '../../../shared/domain/process-default.ts'
import { defaultScoring } from '../../../shared/domain/scoring-default.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { type Bridge, createBridge } from './bridge.ts'

let tables: Tables
let bridge: Bridge
beforeAll(async () => {
  tables = await createTestTables()
  bridge = createBridge(tables.ledger)
})
afterAll(() => tables.drop())

const stages = [{ id: 'all', name: 'All' }]
const step = {
  id: 'visit',
  name: 'Visit',
  stage: 'all',
  where: 'online',
  how: 'automatic',
  path: 'main',
  rules: [{ on: 'visit' }],
}

describe('the process', () => {
  it('is the usual one until it is replaced, and a change of what somebody else changed meanwhile is refused', async () => {
    const { send } = await bridge.newAccount()
    const usual = await send('GET', '/v1/process')
    expect(usual.json).toMatchObject({ ...defaultProcess, revision: 0, changedAt: null })

    // What is answered can be sent.
    const { changedAt: _, ...body } = usual.json
    const first = await send('PUT', '/v1/process', body)
    expect([first.status, first.json.revision]).toEqual([200, 1])
    const late = await send('PUT', '/v1/process', { stages, steps: [step], revision: 0 })
    expect([late.status, late.json.code]).toEqual([409, 'changed_meanwhile'])
    const second = await send('PUT', '/v1/process', { stages, steps: [step] })
    expect([second.status, second.json.revision]).toEqual([200, 2])
    expect((await send('GET', '/v1/process')).json).toEqual(second.json)
  })

  test.each<[why: string, body: unknown, path: string]>([
    ['two steps of one id', { stages, steps: [step, step] }, 'steps'],
    ['a step of no stage', { stages, steps: [{ ...step, stage: 'other' }] }, 'steps'],
    ['an automatic step that nothing reaches', { stages, steps: [{ ...step, rules: [] }] }, 'steps'],
    ['a manual step with a rule', { stages, steps: [{ ...step, how: 'manual' }] }, 'steps'],
    ['no way to a sale', { stages, steps: [{ ...step, path: 'side' }] }, 'steps'],
    [
      'more steps than people keep in mind',
      { stages, steps: Array.from({ length: 41 }, (_, index) => ({ ...step, id: `s${index}` })) },
      'steps',
    ],
    ['a rule of no kind', { stages, steps: [{ ...step, rules: [{ on: 'wish' }] }] }, 'steps.0.rules.0.on'],
    [
      'a rule with what belongs to another',
      { stages, steps: [{ ...step, rules: [{ on: 'visit', path: '/a' }] }] },
      'steps.0.rules.0.path',
    ],
    [
      'stages in another order than their steps',
      {
        stages: [...stages, { id: 'b', name: 'B' }],
        steps: [
          { ...step, stage: 'b' },
          { ...step, id: 'two' },
        ],
      },
      'steps',
    ],
  ])('is refused with %s', async (_, body, path) => {
    const { send } = await bridge.newAccount()
    const answer = await send('PUT', '/v1/process', body)
    expect([answer.status, answer.json.errors?.map((error) => error.path)]).toEqual([422, [path]])
  })
})

describe('the scoring', () => {
  it('is the usual one until it is replaced', async () => {
    const { send } = await bridge.newAccount()
    expect((await send('GET', '/v1/scoring')).json).toMatchObject({ ...defaultScoring, revision: 0 })
    const changed = { ...defaultScoring, halfLifeDays: null, thresholds: { warm: 1, ready: 2 } }
    expect((await send('PUT', '/v1/scoring', changed)).json).toMatchObject({ ...changed, revision: 1 })
    const upsideDown = { ...defaultScoring, thresholds: { warm: 9, ready: 9 } }
    expect((await send('PUT', '/v1/scoring', upsideDown)).status).toBe(422)
  })
})

describe('a move by hand', () => {
  it('is a fact of a contact or a visitor, whether or not it is known yet, and names who moved', async () => {
    const { send } = await bridge.newAccount()
    const moved = await send('POST', '/v1/process/moves', { contact: 'CA1', step: 'quote-sent' })
    expect(moved).toMatchObject({
      status: 201,
      json: { contact: 'CA1', step: 'quote-sent', reached: true, by: 'api' },
    })
    const back = { visitorId: 'vis_1', step: 'visit-done', reached: false, at: '2026-11-02T10:00:00Z' }
    expect((await send('POST', '/v1/process/moves', back)).json).toMatchObject({
      visitorId: 'vis_1',
      reached: false,
      at: '2026-11-02T10:00:00.000Z',
    })
  })

  it('leads to a step that there is, of one person', async () => {
    const { send } = await bridge.newAccount()
    const unknown = await send('POST', '/v1/process/moves', { contact: 'CA1', step: 'nowhere' })
    expect([unknown.status, unknown.json.errors?.map(({ path }) => path)]).toEqual([422, ['step']])
    expect((await send('POST', '/v1/process/moves', { step: 'won' })).status).toBe(422)
    const both = { contact: 'CA1', visitorId: 'vis_1', step: 'won' }
    expect((await send('POST', '/v1/process/moves', both)).status).toBe(422)
  })
})

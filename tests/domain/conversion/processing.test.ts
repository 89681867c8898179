import { describe, expect, it, test } from 'vitest'
import { afterProcessing } from '../../../shared/domain/conversion/after-processing.ts'
import type { Operation, Standing } from '../../../shared/domain/conversion/differ.ts'
import { askMinutes, repeatMinutes, smallerCompany } from '../../../shared/domain/conversion/processing.ts'
import { afterResult, type ConversionRecord, contentOf } from '../../../shared/domain/conversion/record.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import { noon } from './examples.ts'

const standing = (generation: number, minorUnits = 100): Standing => ({
  contact: 'frm_1',
  kind: 'form',
  at: noon,
  action: '1001',
  value: { minorUnits, currency: 'GBP' },
  generation,
})
const pendingOf = (operation: Operation, repeats?: number) => ({
  operation,
  dueAt: noon,
  delivery: 'dlv_1',
  repeats,
})
const recordOf = (
  operation: Operation,
  before: Standing | undefined,
  repeats?: number,
): ConversionRecord => ({
  account: 'acc_1',
  destination: 'dst_1',
  mode: 'live',
  rule: 'enquiry',
  contact: 'frm_1',
  name: 'cnv_1',
  platform: 'google',
  enquiry: 'enq_frm_1',
  at: noon,
  standing: before,
  generation: before?.generation ?? 0,
  pending: pendingOf(operation, repeats),
  operations: 1,
  updatedAt: noon,
  stamp: '',
})
/** As it is once Google took it, under the name `r1`. */
function takenOf(operation: Operation, before?: Standing, repeats?: number): ConversionRecord {
  const record = recordOf(operation, before, repeats)
  const after = operation.op === 'retract' ? { ...operation.from, isZeroed: true } : operation.to
  return afterResult(record, pendingOf(operation, repeats), { is: 'done', request: 'r1' }, after, noon)
}
const send: Operation = { op: 'send', to: standing(1) }
const restate: Operation = { op: 'restate', from: standing(1), to: standing(1, 300) }
const retract: Operation = { op: 'retract', from: standing(1) }
const now = addMinutes(noon, 30)
const forGood = { said: 'failed', because: 'no', isForNow: false } as const
const forNow = { said: 'failed', because: 'not yet', isForNow: true } as const

describe('what was taken and came to nothing', () => {
  test.each([
    [send, undefined, 0, 'a new one was never there'],
    [restate, standing(1), 1, 'the value before stands'],
    [retract, standing(1), 1, 'it stands still'],
  ] as const)(
    'for good is as it was before, and the same is not tried again: %o',
    (operation, before, generation, _why) => {
      const after = afterProcessing(takenOf(operation, before), 'r1', forGood, now)
      expect(after).toMatchObject({ generation, refused: { what: contentOf(operation), because: 'no' } })
      expect(after?.standing).toEqual(before)
      expect(after?.processing).toBeUndefined()
    },
  )

  it('for now is told again later, each time later, and in the end refused', () => {
    for (const [repeats, wait] of repeatMinutes.entries()) {
      const after = afterProcessing(takenOf(send, undefined, repeats), 'r1', forNow, now)
      expect(after?.pending).toMatchObject({ dueAt: addMinutes(now, wait), repeats: repeats + 1 })
      expect(after).toMatchObject({ operations: 2, generation: 0 })
    }
    const last = afterProcessing(takenOf(send, undefined, repeatMinutes.length), 'r1', forNow, now)
    expect(last?.refused).toBeDefined()
    expect(last?.pending).toBeUndefined()
  })

  it('in part may have been taken: it is told again in smaller company, and planned anew by nobody until then', () => {
    const said = { said: 'partly', because: '1 of 20', together: 3 } as const
    expect(afterProcessing(takenOf(send), 'r1', said, now)?.pending).toEqual({
      operation: send,
      dueAt: now,
      isUncertain: true,
      repeats: 0,
      together: 3,
    })
  })

  it('leaves what is planned by now to be planned anew, on what stands', () => {
    const record = { ...takenOf(send), pending: pendingOf(retract), operations: 2 }
    const after = afterProcessing(record, 'r1', forGood, now)
    expect(after).toMatchObject({ pending: record.pending, operations: 2, generation: 0 })
    expect(after?.standing).toBeUndefined()
    expect(after?.refused).toBeUndefined()
  })
})

it('is not heard of another request, nor twice', () => {
  expect(afterProcessing(takenOf(send), 'r2', forGood, now)).toBeUndefined()
  const processed = afterProcessing(takenOf(send), 'r1', { said: 'processed' }, now)
  expect(processed?.processing).toEqual({ state: 'processed', request: 'r1', at: now })
  expect(processed && afterProcessing(processed, 'r1', forGood, now)).toBeUndefined()
})

it('asks later each time and for a day, and brings any company down to one in a few rounds', () => {
  expect(askMinutes.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(24 * 60)
  let company = 2000
  let rounds = 0
  for (; company > 1; rounds += 1) company = smallerCompany(company)
  expect(rounds).toBeLessThanOrEqual(4)
})

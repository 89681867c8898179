import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AttributionPorts } from '../../../functions/attribution/deps.ts'
import { countCode } from '../../../functions/attribution/derive/count-code.ts'
import { foldCode } from '../../../shared/domain/code-evidence.ts'
import { codeRowOf } from '../../../shared/domain/code-row.ts'
import { type CodeFact, codeUseMeans } from '../../../shared/domain/fact.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import { createCodeFactStore } from '../../../shared/store/code-fact-store.ts'
import { codeKey } from '../../../shared/store/code-item.ts'
import { createCodeRowStore } from '../../../shared/store/code-row-store.ts'
import { createDayStore } from '../../../shared/store/day-store.ts'
import { itemOf } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { runs } from '../../support/runs.ts'

let tables: Tables
beforeAll(async () => {
  tables = await createTestTables()
})
afterAll(() => tables.drop())

const start = '2026-11-02T10:00:00.000Z'
const code = '4820913'

function openPorts() {
  const days = createDayStore(tables.views)
  const codeRows = createCodeRowStore(tables.views, days, () => randomBytes(9).toString('base64url'))
  const ledger = { codes: createCodeFactStore(tables.ledger) }
  const rows = async (account: string) => {
    const found = await Promise.all((await days.list(account)).map((day) => codeRows.listOf(account, day)))
    return found.flat()
  }
  return { ports: { ledger, views: { codeRows } } as unknown as AttributionPorts, codeRows, rows }
}

const drafts = fc.record({
  issue: fc.constantFrom('session', 'call', 'batch', 'none'),
  issuedAt: fc.nat(5000),
  uses: fc.array(
    fc.record({ at: fc.nat(8000), how: fc.constantFrom(...codeUseMeans), voided: fc.boolean() }),
    { maxLength: 4 },
  ),
})

let accounts = 0
it('whoever is the last of many to count a code, in whatever order its facts came, one row holds the truth', async () => {
  const { ports, rows } = openPorts()
  await fc.assert(
    fc.asyncProperty(
      drafts.chain((draft) => {
        const count = 1 + draft.uses.length * 2
        return fc.record({
          draft: fc.constant(draft),
          order: fc.shuffledSubarray([...Array(count).keys()], { minLength: count }),
          pauses: fc.array(fc.nat(count), { maxLength: 2 }),
        })
      }),
      async ({ draft: { issue, issuedAt, uses }, order, pauses }) => {
        const account = `acc_count${accounts++}`
        const base = { account, code, campaignId: 'cmp_1', singleUse: false }
        const batch = { at: addMinutes(start, issuedAt), campaignId: 'cmp_1' }
        const given = { session: { session: 'ses_1' }, call: { callSid: 'CA1' }, batch: {}, none: {} }[issue]
        const issued: CodeFact = { ...base, fact: 'code-issued', at: batch.at, ...given }
        const facts: (CodeFact | undefined)[] = [
          issue === 'session' || issue === 'call' ? issued : undefined,
          ...uses.flatMap(({ at, how, voided }, index): (CodeFact | undefined)[] => {
            const use: CodeFact = {
              ...base,
              fact: 'code-used',
              at: addMinutes(start, at),
              useId: `red_${index}`,
              how,
            }
            const end: CodeFact = { ...base, ...use, fact: 'code-use-voided', by: 'test' }
            return [use, voided ? end : undefined]
          }),
        ]
        // A batch writes its codes before anybody can use them.
        if (issue === 'batch') {
          await tables.ledger.put({
            ...codeKey(account, code),
            batch: 'batch#job#0',
            issuedAt: batch.at,
            campaignId: 'cmp_1',
          })
        }
        const working: Promise<void>[] = []
        for (const [position, index] of order.entries()) {
          if (pauses.includes(position)) await Promise.all(working)
          const fact = facts[index]
          if (!fact) continue
          await tables.ledger.put(itemOf(fact))
          working.push(countCode(ports, account, code), countCode(ports, account, code))
        }
        await Promise.all(working)
        const story = foldCode(
          code,
          facts.flatMap((fact) => fact ?? []),
        )
        const isKnown = facts.some((fact) => fact !== undefined)
        const expected = isKnown ? codeRowOf(story, issue === 'batch' ? batch : undefined) : undefined
        expect(await rows(account)).toEqual(expected ? [expected] : [])
      },
    ),
    { numRuns: runs(8) },
  )
}, 120_000)

it('a worker that was cut off between writing and looking again is set right by the repetition of its record', async () => {
  const { ports, rows } = openPorts()
  const account = 'acc_cut'
  const base = { account, code, campaignId: 'cmp_1', singleUse: true }
  const use: CodeFact = {
    ...base,
    fact: 'code-used',
    at: addMinutes(start, 3000),
    useId: 'red_1',
    how: 'keyed',
  }
  const issued: CodeFact = { ...base, fact: 'code-issued', at: start, session: 'ses_1' }
  await tables.ledger.put(itemOf(use))

  // It read the use alone; before it writes, the issue comes and is counted by another; then it is cut off.
  const { codeRows } = ports.views
  const cutOff = new Error('cut off')
  const slow = {
    ...ports,
    views: {
      codeRows: {
        ...codeRows,
        async put(...args: Parameters<typeof codeRows.put>) {
          await tables.ledger.put(itemOf(issued))
          await countCode(ports, account, code)
          await codeRows.put(...args)
          throw cutOff
        },
      },
    },
  } as unknown as AttributionPorts
  await expect(countCode(slow, account, code)).rejects.toBe(cutOff)
  expect(await rows(account)).toHaveLength(2)

  await countCode(ports, account, code)
  expect(await rows(account)).toMatchObject([{ issue: 'own', at: start, quoted: 1 }])
})

it('writes once for a fact, and nothing where nothing changed', async () => {
  const { ports, codeRows } = openPorts()
  const account = 'acc_frugal'
  let writes = 0
  const counted = {
    ...ports,
    views: {
      codeRows: {
        ...codeRows,
        put: (...args: Parameters<typeof codeRows.put>) => {
          writes++
          return codeRows.put(...args)
        },
      },
    },
  } as unknown as AttributionPorts
  const base = { account, code, campaignId: 'cmp_1', singleUse: true }
  await tables.ledger.put(itemOf({ ...base, fact: 'code-issued', at: start, session: 'ses_1' }))
  await countCode(counted, account, code)
  await countCode(counted, account, code)
  expect(writes).toBe(1)
  await tables.ledger.put(
    itemOf({ ...base, fact: 'code-used', at: addMinutes(start, 5), useId: 'red_1', how: 'online' }),
  )
  await countCode(counted, account, code)
  await countCode(counted, account, code)
  expect(writes).toBe(2)
})

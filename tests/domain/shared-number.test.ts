import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evidenceStrengths, leaseEvidence, mostCandidates } from '../../shared/domain/evidence.ts'
import type { LeaseFact } from '../../shared/domain/fact.ts'
import { resolveLeases } from '../../shared/domain/lease.ts'
import { addMinutes, addSeconds, type Instant } from '../../shared/domain/time.ts'
import { runs } from '../support/runs.ts'

const called: Instant = '2026-11-22T12:00:00.000Z'
const number = '+442079460001'

const sharing = fc
  .uniqueArray(fc.nat(40), { minLength: 2, maxLength: 40 })
  .chain((ids) => fc.tuple(...ids.map((id) => fc.record({ id: fc.constant(id), secondsAgo: fc.nat(1700) }))))
  .map((held) =>
    held.map(({ id, secondsAgo }): LeaseFact => {
      const from = addSeconds(called, -secondsAgo)
      return {
        fact: 'lease',
        account: 'acc_1',
        number,
        poolId: 'pol_1',
        session: `ses_${id}`,
        visitor: `vis_${id}`,
        from,
        until: addMinutes(from, 30),
        freeAt: addMinutes(from, 30),
        shared: true,
      }
    }),
  )

test('of those who share a number the likeliest few are evidence, each with its part of the whole, in any order', () => {
  fc.assert(
    fc.property(
      sharing.chain((leases) =>
        fc.tuple(fc.constant(leases), fc.shuffledSubarray(leases, { minLength: leases.length })),
      ),
      ([leases, shuffled]) => {
        const evidence = leaseEvidence('CA1', number, resolveLeases(leases, called))
        expect(leaseEvidence('CA1', number, resolveLeases(shuffled, called))).toEqual(evidence)
        expect(evidence).toHaveLength(Math.min(leases.length, mostCandidates))

        const resolved = resolveLeases(leases, called)
        const all = resolved?.kind === 'lease-shared' ? resolved.candidates : []
        const partOf = new Map(all.map(({ lease, likelihoodMicros }) => [lease.session, likelihoodMicros]))
        const kept = evidence.map(({ sessionId }) => partOf.get(sessionId ?? '') ?? -1)
        const others = all
          .filter(({ lease }) => !evidence.some(({ sessionId }) => sessionId === lease.session))
          .map(({ likelihoodMicros }) => likelihoodMicros)
        expect(Math.min(...kept)).toBeGreaterThanOrEqual(Math.max(0, ...others))
        for (const [index, { strength }] of evidence.entries()) {
          const part = (evidenceStrengths['lease-shared'] * (kept[index] ?? 0)) / 1_000_000
          expect(strength).toBeCloseTo(part, 5)
        }
      },
    ),
    { numRuns: runs(200) },
  )
})

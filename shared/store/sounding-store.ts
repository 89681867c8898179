import type { Sounding, StreamState } from '../domain/sounding.ts'
import { soundingLanes, soundingPasses } from '../domain/sounding.ts'
import { addSeconds, expiryOf, type Instant } from '../domain/time.ts'
import type { Change } from './change.ts'
import { anyOf, attributeAbsent, attributeBelow, type Condition } from './condition.ts'
import type { Item, Table } from './table.ts'

/** Of no account, and nothing that a rebuild makes (`cli/audit/meaning.ts`). */
const soundingKey = (lane: string) => ({ pk: `sounding#lane#${lane}`, sk: 'sounding' })
const state = 'sounding#state'

/** What failed comes again within seconds, or was set aside. */
const failingSeconds = 60

const isLater = (through: Instant): Condition =>
  anyOf(attributeAbsent('through'), attributeBelow('through', through))

/** Drops soundings into the ledger, and reads in the views what has come of them: for whoever asks. */
export function createSounder(ledger: Table, views: Table) {
  return {
    async drop(droppedAt: Instant): Promise<void> {
      const expiresAtEpochSeconds = expiryOf(droppedAt, 1)
      await Promise.all(
        soundingLanes.map((lane) =>
          ledger.put({ ...soundingKey(lane), lane, droppedAt, passes: 0, expiresAtEpochSeconds }),
        ),
      )
    },

    async read(now: Instant): Promise<StreamState> {
      const items = await views.query({ pk: state })
      const ofKind = (kind: string) => items.filter(({ sk }) => sk.startsWith(`${kind}#`))
      return {
        through: Object.fromEntries(
          ofKind('through').map(({ sk, through }) => [sk.slice('through#'.length), through as Instant]),
        ),
        failing: ofKind('failing')
          .filter(({ until }) => (until as Instant) > now)
          .reduce((sum, { records }) => sum + (records as number), 0),
      }
    },
  }
}

/** Hands soundings on, and notes which have come through: for who handles the streams. */
export function createSoundingStore(views: Table) {
  return {
    async pass({ lane, droppedAt, passes }: Sounding): Promise<void> {
      const expiresAtEpochSeconds = expiryOf(droppedAt, 1)
      if (passes < soundingPasses) {
        await views.put({ ...soundingKey(lane), lane, droppedAt, passes: passes + 1, expiresAtEpochSeconds })
        return
      }
      const through = { through: droppedAt, expiresAtEpochSeconds }
      await views.update({ pk: state, sk: `through#${lane}` }, { set: through }, isLater(droppedAt))
    },

    /** So many records, the first of this sequence number, come again. */
    async noteFailing(sequence: string, records: number, now: Instant): Promise<void> {
      const until = addSeconds(now, failingSeconds)
      const expiresAtEpochSeconds = expiryOf(now, 1)
      await views.put({ pk: state, sk: `failing#${sequence}`, records, until, expiresAtEpochSeconds })
    },
  }
}

/** @returns the sounding that the change dropped or handed on, if it is one */
export function soundingOf({ after }: Change): Sounding | undefined {
  const { pk, lane, droppedAt, passes } = (after ?? {}) as Partial<Item & Sounding>
  if (!pk?.startsWith('sounding#lane#') || !lane || !droppedAt || passes === undefined) return undefined
  return { lane, droppedAt, passes }
}

import { createHash } from 'node:crypto'
import type { AccountId } from '../domain/ids.ts'
import {
  addRollup,
  emptyRollup,
  inOrder,
  type Rollup,
  type RollupPart,
  type Section,
} from '../domain/rollup.ts'
import { attributeEquals, itemAbsent } from './condition.ts'
import { pack, packParts, unpack, unpackParts } from './packed.ts'
import type { Item, Table } from './table.ts'
import { viewPartitions } from './view-keys.ts'

export type RollupStore = ReturnType<typeof createRollupStore>

/** Rollups of one grain, in order of time: quarters `HH:MM` of a UTC day and their parts, days or months of a zone. */
export type RollupSeries =
  | { readonly grain: 'quarter' | 'part'; readonly day: string }
  | { readonly grain: 'day' | 'month'; readonly timeZone: string }

export interface StoredRollup {
  /** Its place in the series: `09:45`, `2026-11-22`, `2026-11`. */
  readonly key: string
  readonly rollup: Rollup
}

/** Deflated bytes. An item holds 400 kB; what is written and read at once is best kept small. */
export interface RollupLimits {
  /** Above this, the large sections stand apart. */
  readonly wholeBytes: number
  /** From this on a section is large. */
  readonly sectionBytes: number
  /** A section's own items are no larger. */
  readonly chunkBytes: number
}
const usualLimits: RollupLimits = { wholeBytes: 48_000, sectionBytes: 2_000, chunkBytes: 200_000 }

/**
 * How far a rollup is that has become too much to be added up of its rows: from `done` on it is the sum of its parts,
 * each of which is in line with its rows; until then nothing is known of them.
 */
export type Division = 'begun' | 'done'

/** What a rollup is to be the sum of. */
export interface ToAdd {
  readonly parts: readonly RollupPart[]
  readonly division?: Division | undefined
}

const partitionOf = (account: AccountId, series: RollupSeries): string => {
  if ('day' in series) {
    return series.grain === 'quarter'
      ? viewPartitions.quarters(account, series.day)
      : viewPartitions.quarterParts(account, series.day)
  }
  if (series.grain === 'day') return viewPartitions.zonedDays(account, series.timeZone)
  return viewPartitions.zonedMonths(account, series.timeZone)
}

/** `chunks` of each section that stands apart from the row itself. */
type Apart = Readonly<Record<string, number>>
const apartOf = (item: Item | undefined) => (item?.apart ?? {}) as Apart

/** A section's keys in as many items as it takes. */
function chunksOf(section: Section, limit: number): Uint8Array[] {
  const body = pack(section)
  const entries = Object.entries(section)
  if (body.length <= limit || entries.length === 1) return [body]
  const half = Math.ceil(entries.length / 2)
  return [entries.slice(0, half), entries.slice(half)].flatMap((part) =>
    chunksOf(Object.fromEntries(part), limit),
  )
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 22)

async function sumOf(parts: readonly RollupPart[]): Promise<Rollup> {
  const rollup = emptyRollup()
  for (const part of parts) await part.addTo(rollup)
  return inOrder(rollup)
}

/** What stays in the row, and what stands apart because the row would be too large. */
function divide(
  rollup: Rollup,
  limits: RollupLimits,
): { body: Uint8Array; parts: Map<string, Uint8Array[]> } {
  const whole = packParts(rollup)
  if (whole.length <= limits.wholeBytes) return { body: whole, parts: new Map() }
  const parts = new Map<string, Uint8Array[]>()
  const rest: Rollup = {}
  for (const [name, section] of Object.entries(rollup)) {
    if (pack(section).length < limits.sectionBytes) rest[name] = section
    else parts.set(name, chunksOf(section, limits.chunkBytes))
  }
  return { body: packParts(rest), parts }
}

/**
 * Rollups are absolute: each is the sum of what stands below it, read consistently and written only if nobody wrote
 * the row in between; after each change it is looked at again. However often and in whatever order that is done, the
 * truth stands in the end, even where the rows below changed and changed back while somebody had read them. A rollup
 * says of which writings of its parts it is the sum (`of`): who finds the same ones adds up nothing.
 *
 * A row of an account with many pages and campaigns outgrows an item: its large sections then stand in partitions of
 * their own, under the stamp of the row, so that whoever reads sees the parts of one writing or of the other.
 */
export function createRollupStore(views: Table, newStamp: () => string, limits = usualLimits) {
  const partPlace = (pk: string, section: string) => `${pk}#${section}`
  const partKey = (pk: string, key: string, stamp: string, section: string, chunk: number) => ({
    pk: partPlace(pk, section),
    sk: `${key}#${stamp}#${String(chunk).padStart(4, '0')}`,
  })

  async function removeParts(pk: string, key: string, stamp: string, apart: Apart): Promise<void> {
    for (const [section, chunks] of Object.entries(apart)) {
      for (let chunk = 0; chunk < chunks; chunk++) await views.delete(partKey(pk, key, stamp, section, chunk))
    }
  }

  return {
    /** @param read what stands below, by how far the row's division is; called again after each writing */
    async fold(
      account: AccountId,
      series: RollupSeries,
      key: string,
      read: (division: Division | undefined) => Promise<ToAdd>,
    ): Promise<void> {
      const pk = partitionOf(account, series)
      for (;;) {
        const before = await views.get({ pk, sk: key })
        const { parts: below, division } = await read(before?.division as Division | undefined)
        const of = digestOf(below.map(({ stamp }) => stamp).join())
        const isDividedAsBefore = before?.division === division
        if (before?.of === of && isDividedAsBefore) return
        const rollup = await sumOf(below)
        const print = digestOf(JSON.stringify(rollup))
        if (before?.print === print && isDividedAsBefore) return
        const stamp = newStamp()
        const { body, parts } = divide(rollup, limits)
        const apart = Object.fromEntries([...parts].map(([section, chunks]) => [section, chunks.length]))
        for (const [section, chunks] of parts) {
          for (const [chunk, part] of chunks.entries()) {
            await views.put({ ...partKey(pk, key, stamp, section, chunk), account, body: part })
          }
        }
        const row = {
          pk,
          sk: key,
          account,
          body,
          print,
          of,
          division,
          stamp,
          ...(parts.size > 0 && { apart }),
        }
        const { won } = await views.putIf(row, before ? attributeEquals('stamp', before.stamp) : itemAbsent)
        if (!won) await removeParts(pk, key, stamp, apart)
        else if (before) await removeParts(pk, key, before.stamp as string, apartOf(before))
        else if (division !== 'begun') return
      }
    },

    /** The rollups from one key to another, both included, in order, to be added up. */
    async partsOf(account: AccountId, series: RollupSeries, from: string, to: string): Promise<RollupPart[]> {
      const pk = partitionOf(account, series)
      const rows = await views.query({ pk, between: [from, to] })
      return rows.map((row) => ({
        stamp: row.stamp as string,
        async addTo(rollup: Rollup) {
          addRollup(rollup, unpack<Rollup>(row.body))
          for (const [section, chunks] of Object.entries(apartOf(row))) {
            const keys = Array.from({ length: chunks }, (_, chunk) =>
              partKey(pk, row.sk, row.stamp as string, section, chunk),
            )
            for (const item of await views.getAll(keys)) {
              if (item) addRollup(rollup, { [section]: unpack<Section>(item.body) })
            }
          }
        },
      }))
    },

    /**
     * The rollups from one key to another, both included, in order.
     * @param sections to read; all unless given
     */
    async read(
      account: AccountId,
      series: RollupSeries,
      from: string,
      to: string,
      sections?: readonly string[],
    ): Promise<StoredRollup[]> {
      const pk = partitionOf(account, series)
      const rows = await views.query({ pk, between: [from, to] })
      const wanted = (section: string) => sections === undefined || sections.includes(section)
      const apart = new Set(rows.flatMap((row) => Object.keys(apartOf(row)).filter(wanted)))
      const parts = new Map<string, Item>()
      for (const section of apart) {
        const items = await views.query({ pk: partPlace(pk, section), between: [from, `${to}~`] })
        for (const item of items) parts.set(`${section} ${item.sk}`, item)
      }
      return rows.map((row) => {
        const rollup: Rollup = unpackParts<Section>(row.body, sections)
        for (const [section, chunks] of Object.entries(apartOf(row)).filter(([name]) => wanted(name))) {
          const keys = Array.from({ length: chunks }, (_, chunk) =>
            partKey(pk, row.sk, row.stamp as string, section, chunk),
          )
          const bodies = keys.flatMap(({ sk }) => parts.get(`${section} ${sk}`)?.body ?? [])
          rollup[section] = Object.fromEntries(
            bodies.flatMap((body) => Object.entries(unpack<Section>(body))),
          )
        }
        return { key: row.sk, rollup }
      })
    },
  }
}

import { randomBytes } from 'node:crypto'
import { attributeEquals, type Condition, itemAbsent } from '../../shared/store/condition.ts'
import { pack, unpack } from '../../shared/store/packed.ts'
import type { Item, Table } from '../../shared/store/table.ts'
import type { Difference } from './compare.ts'
import { accountOf } from './meaning.ts'

/** Nobody has written the item since it was looked at: what came meanwhile is never lost. */
function unchanged(live: Item | undefined): Condition {
  if (!live) return itemAbsent
  if (live.stamp !== undefined) return attributeEquals('stamp', live.stamp)
  return live.body === undefined
    ? { expression: 'attribute_exists(pk)', names: {}, values: {} }
    : attributeEquals('body', live.body)
}

/** The history of revisions is not the rebuild's to tell: counts of them go on from where they stand. */
function withRevision(rebuilt: Item, live: Item | undefined, head: Item | undefined): Item {
  const known = Math.max(
    0,
    ...[live?.revision, head?.revision, revisionIn(live)].flatMap((each) =>
      typeof each === 'number' ? [each] : [],
    ),
  )
  if (typeof rebuilt.revision === 'number') return { ...rebuilt, revision: Math.max(rebuilt.revision, known) }
  const own = revisionIn(rebuilt)
  if (own === undefined || own >= known) return rebuilt
  return { ...rebuilt, body: pack({ ...unpack<Record<string, unknown>>(rebuilt.body), revision: known }) }
}
const revisionIn = (item: Item | undefined): number | undefined =>
  item?.body instanceof Uint8Array
    ? (unpack<{ revision?: number }>(item.body).revision ?? undefined)
    : undefined

/** The head beside which an enquiry's row stands, which counts its revisions. */
const headKeyOf = ({ pk, sk }: Difference['key']) => {
  const [, kind] = pk.split('#')
  const id = sk.split('#').slice(2).join('#')
  return kind === 'day' && sk.startsWith('enquiry#')
    ? { pk: `${accountOf({ pk })}#enquiry#${id}`, sk: 'head' }
    : undefined
}

/** A large sum has sections that stand under its stamp: whoever reads the new row finds them. */
async function copySections(live: Table, rebuilt: Table, row: Item, stamp: string): Promise<void> {
  for (const section of Object.keys((row.apart ?? {}) as Record<string, number>)) {
    const own = `${row.sk}#${row.stamp}#`
    for (const part of await rebuilt.query({ pk: `${row.pk}#${section}`, prefix: own })) {
      await live.put({ ...part, sk: `${row.sk}#${stamp}#${part.sk.slice(own.length)}` })
    }
  }
}

/** A sum's parts are not the rebuild's: it is added up of rows, and divided again if it has to be. */
const undivided = { division: undefined, of: undefined }

/** Each item is mended by itself: so many side by side. */
const atOnce = 32

/** @returns how many of the differences were mended; the others somebody has changed meanwhile */
export async function mend(
  live: Table,
  rebuilt: Table,
  differences: readonly Difference[],
  onMended: (done: number) => void,
): Promise<number> {
  let mended = 0
  async function mendOne({ kind, key }: Difference): Promise<void> {
    const [standing, right] = await Promise.all([live.get(key), rebuilt.get(key)])
    const guard = unchanged(standing)
    if (kind === 'added') {
      if (standing && !right && (await live.delete(key, guard)).won) mended += 1
    } else if (right) {
      const headKey = headKeyOf(key)
      const head = headKey && (await live.get(headKey))
      const stamp = right.stamp === undefined ? {} : { stamp: randomBytes(9).toString('base64url') }
      if (stamp.stamp !== undefined) await copySections(live, rebuilt, right, stamp.stamp)
      const { won } = await live.putIf(
        { ...withRevision(right, standing, head), ...stamp, ...undivided },
        guard,
      )
      if (won) mended += 1
    }
    onMended(mended)
  }
  for (let start = 0; start < differences.length; start += atOnce) {
    await Promise.all(differences.slice(start, start + atOnce).map(mendOne))
  }
  return mended
}

import type { Sounding } from '../../../shared/domain/sounding.ts'
import type { AttributionPorts } from '../deps.ts'

/** A record of a batch, and the sounding that it is, if it is one. */
export interface SoundedRecord {
  readonly sequence: string
  readonly sounding: Sounding | undefined
}

/**
 * Hands the soundings of a batch on, once what came before them is done. The stream comes again from the first record
 * that failed: what stands behind it waits with it. Notes that records fail; that must not fail the others.
 * @param failed takes what can't be handed on, too
 */
export async function passSoundings(
  { views, now }: Pick<AttributionPorts, 'views' | 'now'>,
  records: readonly SoundedRecord[],
  failed: Set<string>,
): Promise<void> {
  const firstFailed = records.findIndex(({ sequence }) => failed.has(sequence))
  const done = firstFailed === -1 ? records : records.slice(0, firstFailed)
  // Of several in one lane the last that was dropped tells all.
  const last = new Map(
    done
      .flatMap(({ sequence, sounding }) => (sounding ? { sequence, sounding } : []))
      .sort((a, b) => (a.sounding.droppedAt < b.sounding.droppedAt ? -1 : 1))
      .map((each) => [`${each.sounding.lane} ${each.sounding.passes}`, each]),
  )
  for (const { sequence, sounding } of last.values()) {
    await views.soundings.pass(sounding).catch(() => failed.add(sequence))
  }
  if (failed.size === 0) return
  const [first = ''] = records.flatMap(({ sequence }) => (failed.has(sequence) ? sequence : []))
  await views.soundings.noteFailing(first, failed.size, now()).catch(() => {})
}

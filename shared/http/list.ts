import * as z from 'zod/mini'
import { type Refusal, refuse } from './problem.ts'

/** The query of every list. */
export const listQuery = z.object({
  limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(200)), 50),
  cursor: z.optional(z.string().check(z.meta({ description: 'The `nextCursor` of the page before.' }))),
})

export const listOf = <Item extends z.ZodMiniType>(item: Item) =>
  z.object({
    data: z.array(item),
    nextCursor: z.nullable(z.string().check(z.meta({ description: 'For the next page; null on the last.' }))),
  })

export interface ListPage<Item> {
  readonly data: readonly Item[]
  readonly nextCursor: string | null
}

/** @param positionOf where the list goes on after an item; clients get it as opaque text */
export function pageOf<Item>(
  items: readonly Item[],
  limit: number,
  positionOf: (item: Item) => string,
): ListPage<Item> {
  const data = items.slice(0, limit)
  const last = data.at(-1)
  const isMore = items.length > limit && last !== undefined
  return { data, nextCursor: isMore ? Buffer.from(positionOf(last)).toString('base64url') : null }
}

/** @returns the position a cursor stands for; a refusal if it is none that `isPosition` knows */
export function positionOfCursor(
  cursor: string | undefined,
  isPosition: (position: string) => boolean,
): string | undefined | Refusal {
  if (cursor === undefined) return undefined
  const position = Buffer.from(cursor, 'base64url').toString()
  if (isPosition(position)) return position
  return refuse('invalid_query', 'A query parameter does not fit; see `errors`.', {
    errors: [{ path: 'cursor', message: 'Must be the `nextCursor` of a page of this list.' }],
  })
}

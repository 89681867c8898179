import { clickIdNames } from './click-id.ts'
import type { Source } from './source.ts'

/** A click id is told apart by its value alone: other systems keep it without its name. */
export const clickNode = (clickId: string) => `click:${clickId}` as const

/** `gclsrc` only says where a `gclid` comes from, and a link of a customer's is no one's click. */
const names = clickIdNames.filter((name) => name !== 'gclsrc' && name !== 'tl_ref')

/** Where the clicks are met that led to these touches. */
export function clicksOf(sources: readonly Pick<Source, 'clickIds'>[]): ReturnType<typeof clickNode>[] {
  const ids = sources.flatMap(({ clickIds }) => names.flatMap((name) => clickIds[name] || []))
  return [...new Set(ids)].map(clickNode)
}

import { type ComponentType, useEffect, useState } from 'react'

/**
 * What stands over the page, or beside it, and is fetched once it is wanted. Unlike what is suspended it is drawn as soon as
 * it is there: React holds that back until 300 ms after whatever else was suspended last.
 * @param wanted undefined: not yet. Where it changes, what could not be fetched is tried again.
 */
export function useFetched<Props>(
  load: () => Promise<{ default: ComponentType<Props> }>,
  wanted: string | undefined,
): ComponentType<Props> | undefined {
  const [fetched, setFetched] = useState<{ readonly Component: ComponentType<Props> }>()
  const isThere = fetched !== undefined
  useEffect(() => {
    if (wanted === undefined || isThere) return
    load().then(
      (module) => setFetched({ Component: module.default }),
      () => {},
    )
  }, [load, wanted, isThere])
  return fetched?.Component
}

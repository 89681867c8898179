import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

/** Longer than that nobody waits for what a page asks for. */
const patienceMilliseconds = 5000
/** What an answer shows may ask for more. */
const momentMilliseconds = 50

function firstQuiet(queries: QueryClient): Promise<void> {
  return new Promise((resolve) => {
    let soon: ReturnType<typeof setTimeout> | undefined
    const done = () => {
      clearTimeout(soon)
      clearTimeout(limit)
      stop()
      resolve()
    }
    const limit = setTimeout(done, patienceMilliseconds)
    const stop = queries.getQueryCache().subscribe(() => {
      clearTimeout(soon)
      soon = setTimeout(() => queries.isFetching() === 0 && done(), momentMilliseconds)
    })
  })
}

let quiet: Promise<void> | undefined

/** Whether the first page has what it asked for, or a while has passed: the time for whatever can wait. */
export function useQuiet(): boolean {
  const queries = useQueryClient()
  const [isQuiet, setQuiet] = useState(false)
  useEffect(() => {
    let isGone = false
    quiet ??= firstQuiet(queries)
    void quiet.then(() => {
      if (!isGone) setQuiet(true)
    })
    return () => {
      isGone = true
    }
  }, [queries])
  return isQuiet
}

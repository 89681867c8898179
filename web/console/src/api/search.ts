import { useCallback } from 'react'
import { useSearchParams } from 'wouter'

/** One setting of a page, kept in its address so that a link shows the same; the usual value is left out. */
export function useSetting<T extends string>(name: string, usual: T): [T, (value: T) => void] {
  const [search, setSearch] = useSearchParams()
  const value = (search.get(name) as T | null) ?? usual
  const set = useCallback(
    (next: T) =>
      setSearch(
        (standing) => {
          const changed = new URLSearchParams(standing)
          if (next === usual || next === '') changed.delete(name)
          else changed.set(name, next)
          return changed
        },
        { replace: true },
      ),
    [name, usual, setSearch],
  )
  return [value, set]
}

/** As `useSetting`, of a setting with a few values alone: what else stands in the address is taken for the usual one. */
export function useOneOf<T extends string>(
  name: string,
  values: readonly T[],
  usual: T,
): [T, (value: T) => void] {
  const [value, set] = useSetting<T>(name, usual)
  return [values.includes(value) ? value : usual, set]
}

/** An address's query with some settings changed; undefined and empty ones are left out. */
export function changedSearch(
  standing: URLSearchParams,
  changes: Readonly<Record<string, string | undefined>>,
): string {
  const next = new URLSearchParams(standing)
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') next.delete(name)
    else next.set(name, value)
  }
  const text = next.toString()
  return text === '' ? '' : `?${text}`
}

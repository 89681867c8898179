import { addSeconds, type Clock, type Instant } from '../../../shared/domain/time.ts'

export type Memory = ReturnType<typeof createMemory>

/**
 * What this process has read lately: a desk that is asked each second asks the store less often for what hardly changes.
 * A process of its own forgets it all; nothing depends on it.
 */
export function createMemory(now: Clock, most = 2000) {
  const kept = new Map<string, { readonly until: Instant; readonly value: Promise<unknown> }>()
  const gone = new Set<string>()

  return {
    /** What was read under the name, unless that is longer ago. */
    recall<T>(name: string, seconds: number, read: () => Promise<T>): Promise<T> {
      const known = kept.get(name)
      if (known && now() < known.until) return known.value as Promise<T>
      const value = read()
      kept.delete(name)
      kept.set(name, { until: addSeconds(now(), seconds), value })
      value.catch(() => kept.delete(name))
      for (const oldest of kept.keys()) {
        if (kept.size <= most) break
        kept.delete(oldest)
      }
      return value
    },

    /** Calls that are off the desk for good are not looked at again. */
    isGone: (call: string) => gone.has(call),
    forget(call: string): void {
      if (gone.size >= most) gone.clear()
      gone.add(call)
    },
  }
}

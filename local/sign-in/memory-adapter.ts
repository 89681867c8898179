import type { Adapter, AdapterPayload } from 'oidc-provider'

/** As many half-done sign-ins as one machine ever has at once; the oldest goes first. */
const mostKept = 2_000

/** What the provider keeps: only half-done sign-ins, lost with the process. Nothing is told once its time is over. */
export function createMemoryAdapters(now: () => number): (model: string) => Adapter {
  const kept = new Map<string, { readonly payload: AdapterPayload; readonly until: number }>()

  return (model) => {
    const keyOf = (id: string) => `${model}:${id}`
    const find = async (id: string) => {
      const found = kept.get(keyOf(id))
      return found && now() < found.until ? found.payload : undefined
    }
    const findBy = async (field: 'uid' | 'userCode', value: string) => {
      for (const [key, { payload, until }] of kept) {
        if (key.startsWith(`${model}:`) && payload[field] === value && now() < until) return payload
      }
      return undefined
    }
    return {
      find,
      findByUid: (uid) => findBy('uid', uid),
      findByUserCode: (userCode) => findBy('userCode', userCode),
      async upsert(id, payload, seconds) {
        kept.delete(keyOf(id))
        kept.set(keyOf(id), { payload, until: now() + (seconds ?? 0) * 1000 })
        const [oldest] = kept.keys()
        if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
      },
      async consume(id) {
        const payload = await find(id)
        if (payload) payload.consumed = Math.floor(now() / 1000)
      },
      async destroy(id) {
        kept.delete(keyOf(id))
      },
      async revokeByGrantId(grantId) {
        for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key)
      },
    }
  }
}

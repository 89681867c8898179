import { api } from './request.ts'

const pauseMilliseconds = 250
const patienceMilliseconds = 20_000

/** Resolves once the views show everything that was said so far, or after a while: what was said is safe by then. */
export async function settled(): Promise<void> {
  const until = performance.now() + patienceMilliseconds
  while (performance.now() < until) {
    const { pending } = await api.get<{ readonly pending: number }>('/v1/freshness')
    if (pending === 0) return
    await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds))
  }
}

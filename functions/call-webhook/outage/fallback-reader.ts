import { fallbackFileName } from '../../../shared/twilio/fallback.ts'
import type { Fallbacks } from './rescue.ts'

/** Whoever waits for it has gone by then (`rescue.ts`); the connection is freed. */
const patienceMilliseconds = 1000
/** A file store that lists its files to nobody says "forbidden" of those that it does not have. */
const isAbsent = (status: number) => status === 404 || status === 403

/**
 * The numbers' static documents as Twilio itself would fetch them, from the file store's public address: no client to
 * load and no right to be given while a caller waits.
 * @param baseUrl the origin of the file store
 */
export function createFallbackReader(baseUrl: string): Fallbacks & Required<Pick<Fallbacks, 'addressOf'>> {
  const origin = baseUrl.replace(/\/+$/, '')
  const addressOf = (number: string) => {
    const name = fallbackFileName(number)
    return name && `${origin}/fallback/${name}`
  }
  return {
    addressOf,
    async documentOf(number) {
      const address = addressOf(number)
      if (address === undefined) return undefined
      const answer = await fetch(address, {
        redirect: 'error',
        signal: AbortSignal.timeout(patienceMilliseconds),
      })
      if (isAbsent(answer.status)) return undefined
      if (!answer.ok) throw new Error(`the file store answers ${answer.status}`)
      return answer.text()
    },
  }
}

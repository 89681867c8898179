import type { E164 } from '../domain/ids.ts'
import { createTwilioApi, type TwilioApiSettings, type TwilioBody, TwilioError } from './api.ts'
import {
  type AvailableNumber,
  formOf,
  type NumberSearch,
  numberTypes,
  type OwnedNumber,
  type Purchase,
  queryOf,
  readAvailable,
  readOwned,
} from './number-resource.ts'
import type { NumberSettings } from './number-settings.ts'

/** The numbers of an account at Twilio. Everything throws a `TwilioError` where Twilio refuses or can't be asked. */
export interface TwilioNumbers {
  available(search: NumberSearch): Promise<readonly AvailableNumber[]>
  owned(): AsyncIterable<readonly OwnedNumber[]>
  find(number: E164): Promise<OwnedNumber | undefined>
  /** Buys exactly this number. After an unclear answer it looks whether the number was bought before it asks once more. */
  buy(purchase: Purchase): Promise<OwnedNumber>
  change(sid: string, settings: Partial<NumberSettings>): Promise<OwnedNumber>
  /** @returns `gone`: it was no number of the account any more */
  release(sid: string): Promise<'released' | 'gone'>
}

const pageSize = '200'
const tries = 3
/** Between an unclear answer and the look whether the number is there. */
const settlingMilliseconds = 1000
const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

const notToBeHad = 21422

/** Not to be had is also what was bought by an earlier try. */
const mayBeOurs = ({ failure }: TwilioError, attempt: number): boolean =>
  failure.outcome === 'uncertain' ||
  (attempt > 1 && failure.outcome === 'refused' && failure.code === notToBeHad)

export function createTwilioNumbers(settings: TwilioApiSettings): TwilioNumbers {
  const { pause = sleep, onRetry = () => {} } = settings
  const api = createTwilioApi(settings)
  const owned = '/IncomingPhoneNumbers'

  async function find(number: E164): Promise<OwnedNumber | undefined> {
    const { incoming_phone_numbers: found } = await api.ask(
      { method: 'GET', path: `${owned}.json?${new URLSearchParams({ PhoneNumber: number })}` },
      'always',
    )
    const numbers = (Array.isArray(found) ? found : []) as readonly TwilioBody[]
    // Twilio's filter matches parts of numbers, too.
    return numbers.flatMap((each) => readOwned(each) ?? []).find((each) => each.number === number)
  }

  return {
    find,

    async available(search) {
      const path = `/AvailablePhoneNumbers/${search.country}/${numberTypes[search.type]}.json`
      const body = await api.ask({ method: 'GET', path: `${path}?${queryOf(search)}` }, 'always')
      const found = Array.isArray(body.available_phone_numbers) ? body.available_phone_numbers : []
      return (found as readonly TwilioBody[]).flatMap((each) => readAvailable(each) ?? [])
    },

    async *owned() {
      for await (const page of api.pages(`${owned}.json`, { PageSize: pageSize }, 'incoming_phone_numbers')) {
        yield page.flatMap((each) => readOwned(each) ?? [])
      }
    },

    async buy(purchase) {
      const form = formOf(purchase)
      for (let attempt = 1; ; attempt += 1) {
        try {
          const bought = readOwned(
            await api.ask({ method: 'POST', path: `${owned}.json`, form }, 'if-undone'),
          )
          if (bought) return bought
          throw new TwilioError({ outcome: 'uncertain', cause: 'an answer without a number' })
        } catch (error) {
          if (!(error instanceof TwilioError) || !mayBeOurs(error, attempt)) throw error
          onRetry(`${error.message}; looks whether ${purchase.number} was bought`, settlingMilliseconds)
          await pause(settlingMilliseconds)
          const found = await find(purchase.number)
          if (found) return found
          if (error.failure.outcome === 'refused') throw error
          if (attempt === tries) throw error
        }
      }
    },

    async change(sid, change) {
      const form = new URLSearchParams(change as Record<string, string>)
      const body = await api.ask({ method: 'POST', path: `${owned}/${sid}.json`, form }, 'always')
      const changed = readOwned(body)
      if (!changed) throw new TwilioError({ outcome: 'uncertain', cause: 'an answer without a number' })
      return changed
    },

    async release(sid) {
      try {
        await api.ask({ method: 'DELETE', path: `${owned}/${sid}.json` }, 'always')
        return 'released'
      } catch (error) {
        if (
          error instanceof TwilioError &&
          error.failure.outcome === 'refused' &&
          error.failure.status === 404
        ) {
          return 'gone'
        }
        throw error
      }
    },
  }
}

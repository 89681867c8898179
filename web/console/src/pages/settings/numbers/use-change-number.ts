import { useQueryClient } from '@tanstack/react-query'
import { api } from '../../../api/request.ts'
import { say, sayTrouble } from '../../../parts/toast.tsx'
import { numbersKey, type TrackingNumber } from './tracking-number.ts'

type Change = Readonly<Record<string, unknown>>

/** @returns a change of the number, which says what it did and takes it back if asked to; rejects with the API's refusal */
export function useChangeNumber(number: TrackingNumber) {
  const queries = useQueryClient()
  const patch = async (change: Change) => {
    const changed = await api.patch<TrackingNumber>(`/v1/numbers/${number.id}`, change)
    queries.setQueryData<readonly TrackingNumber[]>(numbersKey, (all = []) =>
      all.map((each) => (each.id === changed.id ? changed : each)),
    )
  }
  return async (change: Change, said: string) => {
    const back = Object.fromEntries(
      Object.keys(change).map((name) => [name, number[name as keyof TrackingNumber] ?? null]),
    )
    await patch(change)
    say(said, () => void patch(back).catch(sayTrouble))
  }
}

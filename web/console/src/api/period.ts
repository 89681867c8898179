import { useMemo } from 'react'
import { useSearchParams } from 'wouter'
import { type ChosenPeriod, daysIn, type Preset, periodOf } from './days.ts'
import { useMe } from './me.ts'

/** The period in the address, in days of the account. */
export function usePeriod(usual?: Preset): ChosenPeriod {
  const [search] = useSearchParams()
  const { timeZone } = useMe().account
  const { from, to, period } = daysIn(search)
  return useMemo(() => periodOf({ from, to, period }, timeZone, usual), [from, to, period, timeZone, usual])
}

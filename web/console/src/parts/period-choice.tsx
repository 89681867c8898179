import { useState } from 'react'
import { useSearchParams } from 'wouter'
import { type Preset, presetNames, presets } from '../api/days.ts'
import { usePeriod } from '../api/period.ts'
import { longDay } from '../look/format.ts'
import { Select } from './choice.tsx'
import { useFetched } from './fetched.ts'
import type { Came } from './later.tsx'

const options = [
  ...presets.map((id) => ({ id, name: presetNames[id] })),
  { id: 'custom', name: 'Other days…' },
] as const

const loadDaysDialog = async () => ({ default: (await import('./days-dialog.tsx')).DaysDialog })

/** The works of the period picker. */
export default function PeriodChoice({ usual = '30d', ...came }: { readonly usual?: Preset } & Came) {
  const period = usePeriod(usual)
  const [, setSearch] = useSearchParams()
  const [isAsking, setAsking] = useState(false)
  const DaysDialog = useFetched(loadDaysDialog, isAsking ? 'asked' : undefined)
  const change = (given: Record<string, string>) =>
    setSearch((standing) => {
      const next = new URLSearchParams(standing)
      for (const name of ['period', 'from', 'to']) next.delete(name)
      for (const [name, value] of Object.entries(given)) next.set(name, value)
      return next
    })
  return (
    <>
      <Select
        {...came}
        label="Period"
        value={period.preset}
        options={
          period.preset === 'custom'
            ? [
                ...options.slice(0, -1),
                { id: 'custom' as const, name: `${longDay(period.from)} – ${longDay(period.to)}` },
              ]
            : options
        }
        onChange={(preset) => {
          if (preset !== 'custom') return change(preset === usual ? {} : { period: preset })
          setAsking(true)
        }}
      />
      {DaysDialog && (
        <DaysDialog
          title="Which days?"
          usual={period}
          isOpen={isAsking}
          onClose={(chosen) => {
            setAsking(false)
            if (chosen) change({ from: chosen.from, to: chosen.to })
          }}
        />
      )}
    </>
  )
}

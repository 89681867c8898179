import { useState } from 'react'
import { useSearchParams } from 'wouter'
import { type Preset, presetNames, presets, usePeriod } from '../api/period.ts'
import { longDay } from '../look/format.ts'
import { Button } from './button.tsx'
import { Select } from './choice.tsx'
import { Dialog } from './dialog.tsx'
import { Field } from './field.tsx'

const options = [
  ...presets.map((id) => ({ id, name: presetNames[id] })),
  { id: 'custom', name: 'Other days…' },
] as const

/** Which days a page is about; it stands in the address. */
export function PeriodPicker({ usual = '30d' }: { readonly usual?: Preset }) {
  const period = usePeriod(usual)
  const [, setSearch] = useSearchParams()
  const [isAsking, setAsking] = useState(false)
  const [from, setFrom] = useState(period.from)
  const [to, setTo] = useState(period.to)
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
          setFrom(period.from)
          setTo(period.to)
          setAsking(true)
        }}
      />
      <Dialog title="Which days?" isOpen={isAsking} onClose={() => setAsking(false)}>
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault()
            setAsking(false)
            change({ from, to })
          }}
        >
          <Field label="From" type="date" value={from} onChange={setFrom} isRequired />
          <Field
            label="To, included"
            type="date"
            value={to}
            onChange={setTo}
            isRequired
            error={from > to ? 'This is before the first day.' : undefined}
          />
          <div className="form-actions">
            <Button onPress={() => setAsking(false)}>Cancel</Button>
            <Button type="submit" look="primary" isDisabled={from > to}>
              Show
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  )
}

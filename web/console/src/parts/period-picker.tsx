import { useState } from 'react'
import { useSearchParams } from 'wouter'
import { type Period, type Preset, presetNames, presets, usePeriod } from '../api/period.ts'
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
          setAsking(true)
        }}
      />
      <DaysDialog
        title="Which days?"
        usual={period}
        isOpen={isAsking}
        onClose={(chosen) => {
          setAsking(false)
          if (chosen) change({ from: chosen.from, to: chosen.to })
        }}
      />
    </>
  )
}

type Days = Pick<Period, 'from' | 'to'>

/** Asks for a run of days. */
export function DaysDialog({
  title,
  usual,
  isOpen,
  onClose,
}: {
  readonly title: string
  /** What it begins with. */
  readonly usual: Days
  readonly isOpen: boolean
  /** Called without days where it was cancelled. */
  readonly onClose: (chosen?: Days) => void
}) {
  return (
    <Dialog title={title} isOpen={isOpen} onClose={() => onClose()}>
      <DaysForm usual={usual} onClose={onClose} />
    </Dialog>
  )
}

/** Begins anew with each opening. */
function DaysForm({ usual, onClose }: { readonly usual: Days; readonly onClose: (chosen?: Days) => void }) {
  const [from, setFrom] = useState(usual.from)
  const [to, setTo] = useState(usual.to)
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        onClose({ from, to })
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
        <Button onPress={() => onClose()}>Cancel</Button>
        <Button type="submit" look="primary" isDisabled={from > to}>
          Show
        </Button>
      </div>
    </form>
  )
}

import { useState } from 'react'
import type { Period } from '../api/days.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { Field } from './field.tsx'

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

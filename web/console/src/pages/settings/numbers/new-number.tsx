import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { fieldErrors } from '../../../api/errors.ts'
import { api, Problem } from '../../../api/request.ts'
import { Button } from '../../../parts/button.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { Field } from '../../../parts/field.tsx'
import { say } from '../../../parts/toast.tsx'
import { bodyOf, type NumberDraft, NumberFields } from './number-fields.tsx'
import { numbersKey, type Pool, type TrackingNumber } from './tracking-number.ts'

const empty: NumberDraft = { label: '', kind: 'source' }

export function NewNumber({
  isOpen,
  onClose,
  pools,
}: {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly pools: readonly Pool[]
}) {
  const queries = useQueryClient()
  const [, go] = useLocation()
  const [number, setNumber] = useState('')
  const [rings, setRings] = useState('')
  const [draft, setDraft] = useState(empty)
  const [error, setError] = useState<unknown>()
  const add = async () => {
    try {
      const added = await api.post<TrackingNumber>('/v1/numbers', {
        ...bodyOf(draft),
        number,
        ...(rings && { flow: { forwardTo: [rings], voicemail: true } }),
      })
      await queries.invalidateQueries({ queryKey: numbersKey })
      say(`${added.label} is added.`)
      onClose()
      go(`/settings/numbers/${added.id}`)
    } catch (refusal) {
      setError(refusal)
    }
  }
  const errorAt = fieldErrors(error)
  return (
    <Dialog title="Add a number" isOpen={isOpen} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        <Field
          label="Number"
          type="tel"
          placeholder="+44 20 7946 0123"
          help="With its country code, as Twilio shows it."
          value={number}
          onChange={setNumber}
          error={errorAt('number')}
          isMono
        />
        <NumberFields
          draft={draft}
          change={(fields) => setDraft((standing) => ({ ...standing, ...fields }))}
          pools={pools}
          errorAt={errorAt}
        />
        <Field
          label="Rings"
          type="tel"
          placeholder={draft.kind === 'pool' ? 'as its pool does' : '+44 20 7946 0018'}
          help="The business’s own phone; everything else of the flow comes after."
          value={rings}
          onChange={setRings}
          error={errorAt('flow')}
          isMono
        />
        {error instanceof Problem && error.errors.length === 0 && (
          <p className="field-error" role="alert">
            {error.message}
          </p>
        )}
        <div className="form-actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" look="primary">
            Add
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

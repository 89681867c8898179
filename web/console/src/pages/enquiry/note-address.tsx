import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldErrors } from '../../api/errors.ts'
import { api, Problem } from '../../api/request.ts'
import { Button } from '../../parts/button.tsx'
import { Select } from '../../parts/choice.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { say } from '../../parts/toast.tsx'
import { type Mailing, mailingPath } from './use-mailing.ts'

const bases = [
  { id: 'none', name: 'They did not say' },
  { id: 'consent', name: 'They agreed to mails' },
  { id: 'soft-opt-in', name: 'They asked for a price or bought' },
] as const
type Basis = (typeof bases)[number]['id']

const helps: Readonly<Record<Basis, string>> = {
  none: 'The address is kept, and no sequence writes to it.',
  consent: 'In so many words: it holds even where they unsubscribed before.',
  'soft-opt-in': 'And could refuse then, as in every mail.',
}

/** What somebody said on the phone, say: where to write, and that one may. */
export function NoteAddress({
  contact,
  known,
  onClose,
}: {
  readonly contact: string
  readonly known: string
  readonly onClose: () => void
}) {
  const queries = useQueryClient()
  const [email, setEmail] = useState(known)
  const [basis, setBasis] = useState<Basis>('consent')
  const [note, setNote] = useState('')
  const [error, setError] = useState<unknown>()
  const [isSaving, setSaving] = useState(false)
  const errorOf = fieldErrors(error)
  const save = async () => {
    setSaving(true)
    try {
      const { mayBeMailed } = await api.post<Mailing>(mailingPath(contact), {
        email: email.trim(),
        ...(basis !== 'none' && { consent: { basis, note: note.trim() } }),
      })
      await queries.invalidateQueries({ queryKey: ['contact-email'] })
      say(
        mayBeMailed === 'yes' ? 'Noted: they may be written to.' : 'Noted: no sequence writes to it as yet.',
      )
      onClose()
    } catch (refusal) {
      setError(refusal)
      setSaving(false)
    }
  }
  return (
    <Dialog title="Note an address" isOpen onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Field
          label="E-mail"
          inputMode="email"
          autoComplete="off"
          value={email}
          onChange={setEmail}
          error={errorOf('email')}
        />
        <div className="field note-basis">
          <Select label="May we write?" isLabelShown options={bases} value={basis} onChange={setBasis} />
          <span className="field-help">{helps[basis]}</span>
        </div>
        {basis !== 'none' && (
          <Field
            label="How they agreed"
            placeholder="On the phone, to Dana"
            help="For whoever asks years later."
            value={note}
            onChange={setNote}
            error={errorOf('consent.note')}
          />
        )}
        {error instanceof Problem && error.errors.length === 0 && (
          <p className="field-error" role="alert">
            {error.message}
          </p>
        )}
        <div className="form-actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            isDisabled={isSaving || email.trim() === '' || (basis !== 'none' && note.trim() === '')}
          >
            Note it
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../api/request.ts'
import { Button } from '../../../parts/button.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { Trouble } from '../../../parts/empty.tsx'
import { Field } from '../../../parts/field.tsx'
import { say } from '../../../parts/toast.tsx'
import { type Erasure, foundWords } from './words.ts'

/** Nobody types it by mistake. */
const word = 'erase'

/** Says what goes and what stays before anything does: it can't be brought back. */
export function EraseDialog({
  person,
  name,
  onClose,
}: {
  /** As the API names a person. */
  readonly person: Readonly<Record<string, string>>
  readonly name: string
  readonly onClose: (isDone: boolean) => void
}) {
  const queries = useQueryClient()
  const [typed, setTyped] = useState('')
  const isMeant = typed.trim().toLowerCase() === word
  const erase = useMutation({
    mutationFn: () => api.post<Erasure>('/v1/erasures', person),
    onSuccess: ({ found }) => {
      say(`Erased: ${foundWords(found)}.`)
      onClose(true)
      void queries.invalidateQueries()
    },
  })
  return (
    <Dialog title={`Erase ${name}?`} isOpen onClose={() => onClose(false)}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (isMeant) erase.mutate()
        }}
      >
        <ul className="looks">
          <li>
            <strong>Goes:</strong> phones, e-mails, names, forms, texts, notes, transcripts and recordings, at
            Twilio, too.
          </li>
          <li>
            <strong>Stays:</strong> what is counted. Reports, credits and enquiries come to the same as
            before.
          </li>
        </ul>
        <p>This can’t be undone. Export first if the person wants a copy.</p>
        <Field
          label={`Type “${word}” to go on`}
          value={typed}
          onChange={setTyped}
          autoComplete="off"
          autoFocus
        />
        {erase.error && <Trouble error={erase.error} />}
        <div className="form-actions">
          <Button onPress={() => onClose(false)}>Cancel</Button>
          <Button type="submit" look="primary" isDisabled={!isMeant || erase.isPending}>
            {erase.isPending ? 'Erasing…' : 'Erase for good'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

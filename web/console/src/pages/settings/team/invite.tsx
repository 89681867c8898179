import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldErrors } from '../../../api/errors.ts'
import type { Role } from '../../../api/me.ts'
import { api, Problem } from '../../../api/request.ts'
import { Button } from '../../../parts/button.tsx'
import { Segments } from '../../../parts/choice.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { Field } from '../../../parts/field.tsx'
import { say, sayTrouble } from '../../../parts/toast.tsx'
import { type Member, membersKey, roleNames } from './member.ts'
import { roleSays } from './roles-table.tsx'

export function Invite({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const queries = useQueryClient()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('agent')
  const [error, setError] = useState<unknown>()
  const refresh = () => queries.invalidateQueries({ queryKey: membersKey })
  const invite = async () => {
    try {
      const added = await api.post<Member>('/v1/members', { email, role })
      await refresh()
      setEmail('')
      setError(undefined)
      onClose()
      say(`${added.email} may sign in now: send them ${location.origin}.`, () => {
        void api.remove(`/v1/members/${added.id}`).then(refresh, sayTrouble)
      })
    } catch (refusal) {
      setError(refusal)
    }
  }
  return (
    <Dialog title="Invite somebody" isOpen={isOpen} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          void invite()
        }}
      >
        <Field
          label="E-mail"
          type="email"
          autoComplete="off"
          placeholder="agent@example.com"
          value={email}
          onChange={setEmail}
          error={fieldErrors(error)('email')}
        />
        <div className="field">
          <span className="field-label" aria-hidden="true">
            Role
          </span>
          <Segments label="Role" options={roleNames} value={role} onChange={setRole} />
          <span className="field-help">{roleSays[role]}</span>
        </div>
        {error instanceof Problem && error.errors.length === 0 && (
          <p className="field-error" role="alert">
            {error.message}
          </p>
        )}
        <div className="form-actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" look="primary">
            Invite
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

import { useState } from 'react'
import { fieldErrors } from '../../../api/errors.ts'
import { Button } from '../../../parts/button.tsx'
import { Empty } from '../../../parts/empty.tsx'
import type { Flow, Ringing } from './flow.ts'
import { RingingFields } from './ringing-fields.tsx'

/** Where nothing rings yet: callers can only leave a message. */
export function FirstFlow({
  onSave,
  mayEdit,
}: {
  readonly onSave: (flow: Flow, said: string) => Promise<unknown>
  readonly mayEdit: boolean
}) {
  const [phones, setPhones] = useState<Ringing>({})
  const [error, setError] = useState<unknown>()
  return (
    <Empty title="It rings nowhere yet: callers are asked to leave a message.">
      {mayEdit && (
        <form
          className="setting"
          onSubmit={(event) => {
            event.preventDefault()
            const { forwardTo = [], ring = 'all', ringSeconds } = phones
            onSave({ forwardTo, ring, ringSeconds, voicemail: true }, 'It rings there now.').catch(setError)
          }}
        >
          <RingingFields value={phones} onChange={setPhones} errorAt={fieldErrors(error, 'flow')} />
          <div className="form-actions">
            <Button type="submit" look="primary">
              Save
            </Button>
          </div>
        </form>
      )}
    </Empty>
  )
}

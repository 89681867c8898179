import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/request.ts'
import type { Code, VoidedCode } from '../../api/types.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Trouble } from '../../parts/empty.tsx'
import { Field } from '../../parts/field.tsx'
import { say } from '../../parts/toast.tsx'

/** Asks before a code is withdrawn or a use of it is taken back: the bridge does neither twice, so there is no undo. */
export function VoidDialog({
  code: { code, display },
  redemptionId,
  onClose,
}: {
  readonly code: Pick<Code, 'code' | 'display'>
  /** Of the use that is taken back; without it the code itself is withdrawn. */
  readonly redemptionId?: string
  readonly onClose: () => void
}) {
  const [reason, setReason] = useState('')
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: () =>
      api.post<VoidedCode>(`/v1/codes/${code}/void`, {
        ...(redemptionId && { redemptionId }),
        ...(reason.trim() !== '' && { reason: reason.trim() }),
      }),
    onSuccess: ({ useReturned }) => {
      say(
        redemptionId === undefined
          ? `${display} is withdrawn.`
          : useReturned
            ? `The use of ${display} is taken back; it may be used again.`
            : `The use of ${display} is taken back; it stays used up.`,
      )
      onClose()
      for (const queryKey of [['code', code], ['campaign-codes'], ['codes']])
        void queries.invalidateQueries({ queryKey })
    },
  })
  return (
    <Dialog
      title={redemptionId === undefined ? `Withdraw ${display}?` : `Take back a use of ${display}?`}
      isOpen
      onClose={onClose}
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate()
        }}
      >
        <p>
          {redemptionId === undefined
            ? 'Nobody can use it from now on. It can’t be given back.'
            : 'The enquiry loses this use as evidence, and reports are told anew. This can’t be undone.'}
        </p>
        <Field label="Reason (kept with the code)" value={reason} onChange={setReason} maxLength={500} />
        {change.error && <Trouble error={change.error} />}
        <div className="form-actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" look="primary" isDisabled={change.isPending}>
            {redemptionId === undefined ? 'Withdraw' : 'Take back'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

import { useState } from 'react'
import { fieldErrors } from '../../../api/errors.ts'
import { Field } from '../../../parts/field.tsx'
import { Section } from '../../../parts/page.tsx'
import { type Account, useChangeAccount } from '../account.ts'
import { SaveRow } from '../save-row.tsx'

export function Retention({ account }: { readonly account: Account }) {
  const [days, setDays] = useState(String(account.recordingRetentionDays))
  const { change, error, isSaving } = useChangeAccount()
  const isShorter = Number(days) < account.recordingRetentionDays
  return (
    <Section title="Recordings" lead="Calls and messages, and what was written down of them.">
      <form
        className="setting"
        onSubmit={(event) => {
          event.preventDefault()
          change({ recordingRetentionDays: Number(days) })
        }}
      >
        <Field
          label="Deleted after, in days"
          inputMode="numeric"
          help="Here and at Twilio. It holds for those that stand, too."
          value={days}
          onChange={setDays}
          error={fieldErrors(error)('recordingRetentionDays')}
        />
        {isShorter && (
          <p className="notice">
            Recordings older than {days} days are deleted with the next sweep, for good.
          </p>
        )}
        <SaveRow error={error} isSaving={isSaving} />
      </form>
    </Section>
  )
}

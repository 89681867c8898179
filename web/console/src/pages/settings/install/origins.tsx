import { useState } from 'react'
import { fieldErrors } from '../../../api/errors.ts'
import { LinesField } from '../../../parts/lines-field.tsx'
import { Section } from '../../../parts/page.tsx'
import { type Account, useChangeAccount } from '../account.ts'
import { SaveRow } from '../save-row.tsx'

export function Origins({ account }: { readonly account: Account }) {
  const [origins, setOrigins] = useState(account.origins)
  const { change, error, isSaving } = useChangeAccount()
  return (
    <Section title="Pages that may use the key" lead="Origins, one a line. * is any page.">
      <form
        className="setting"
        onSubmit={(event) => {
          event.preventDefault()
          change({ origins }, 'Saved: these pages may use the key.')
        }}
      >
        <LinesField
          label="Origins"
          placeholder="https://www.example.com"
          isMono
          value={origins}
          onChange={setOrigins}
          error={fieldErrors(error)('origins')}
        />
        <SaveRow error={error} isSaving={isSaving} />
      </form>
    </Section>
  )
}

import { useState } from 'react'
import { fieldErrors } from '../../../api/errors.ts'
import { LinesField } from '../../../parts/lines-field.tsx'
import { Section } from '../../../parts/page.tsx'
import { type Account, useChangeAccount } from '../account.ts'
import { SaveRow } from '../save-row.tsx'

/** Staff, the office, whoever tests: visible or not, but out of every count. */
export function Excluded({ account }: { readonly account: Account }) {
  const [excludedVisitors, setVisitors] = useState(account.excludedVisitors)
  const [excludedNetworks, setNetworks] = useState(account.excludedNetworks ?? [])
  const [testCallers, setCallers] = useState(account.testCallers)
  const { change, error, isSaving } = useChangeAccount()
  const errorAt = fieldErrors(error)
  return (
    <Section
      title="Not counted"
      lead={
        <>
          Staff can also open any page with <code>?tieline=off</code> once in each browser;{' '}
          <code>?tieline=on</code> takes it back.
        </>
      }
    >
      <form
        className="setting"
        onSubmit={(event) => {
          event.preventDefault()
          change({ excludedVisitors, excludedNetworks, testCallers }, 'Saved: they are not counted.')
        }}
      >
        <LinesField
          label="Networks"
          placeholder="203.0.113.0/24"
          help="Addresses or networks of the office, one a line."
          isMono
          value={excludedNetworks}
          onChange={setNetworks}
          error={errorAt('excludedNetworks')}
        />
        <LinesField
          label="Visitors"
          placeholder="vis_…"
          isMono
          value={excludedVisitors}
          onChange={setVisitors}
          error={errorAt('excludedVisitors')}
        />
        <LinesField
          label="Phones whose calls are tests"
          placeholder="+44 7700 900123"
          help="Their calls are shown, but out of every count. Kept encrypted."
          isMono
          value={testCallers}
          onChange={setCallers}
          error={errorAt('testCallers')}
        />
        <SaveRow error={error} isSaving={isSaving} />
      </form>
    </Section>
  )
}

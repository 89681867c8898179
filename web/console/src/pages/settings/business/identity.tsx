import { useMemo, useState } from 'react'
import { fieldErrors } from '../../../api/errors.ts'
import { Combo } from '../../../parts/combo.tsx'
import { Field } from '../../../parts/field.tsx'
import { Section } from '../../../parts/page.tsx'
import { type Account, useChangeAccount } from '../account.ts'
import { SaveRow } from '../save-row.tsx'
import { currencyOptions, zoneOptions } from './world.ts'

/** Its name, its clock and its money. */
export function Identity({ account }: { readonly account: Account }) {
  const [name, setName] = useState(account.name)
  const [timeZone, setTimeZone] = useState(account.timeZone)
  const [currency, setCurrency] = useState(account.currency)
  const { change, error, isSaving } = useChangeAccount()
  const zones = useMemo(() => zoneOptions(account.timeZone), [account.timeZone])
  const currencies = useMemo(() => currencyOptions(account.currency), [account.currency])
  const errorAt = fieldErrors(error)
  const isNewClock = timeZone !== account.timeZone || currency !== account.currency
  return (
    <Section title="Business">
      <form
        className="setting"
        onSubmit={(event) => {
          event.preventDefault()
          change({ name, timeZone, currency })
        }}
      >
        <Field label="Name" value={name} onChange={setName} error={errorAt('name')} />
        <div className="setting-row">
          <Combo
            label="Time zone"
            options={zones}
            value={timeZone}
            onChange={setTimeZone}
            help="Its days are those of the reports."
            error={errorAt('timeZone')}
          />
          <Combo
            label="Currency"
            options={currencies}
            value={currency}
            onChange={setCurrency}
            help="Values in another one are not added up."
            error={errorAt('currency')}
          />
        </div>
        {isNewClock && (
          <p className="notice">
            The reports are derived anew: every enquiry is put on the days and in the money that hold then.
          </p>
        )}
        <SaveRow error={error} isSaving={isSaving} />
      </form>
    </Section>
  )
}

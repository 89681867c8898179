import { useState } from 'react'
import { fieldErrors } from '../../../api/errors.ts'
import { Field } from '../../../parts/field.tsx'
import { LinesField } from '../../../parts/lines-field.tsx'
import { Section } from '../../../parts/page.tsx'
import { type Account, useChangeAccount } from '../account.ts'
import { SaveRow } from '../save-row.tsx'

const text = (value: number | undefined) => (value === undefined ? '' : String(value))

/** What may be texted in the business's name: a cap on what it can cost. */
export function Texts({ account }: { readonly account: Account }) {
  const { texts = {} } = account
  const [perNumberPerDay, setPerNumber] = useState(text(texts.perNumberPerDay))
  const [perDay, setPerDay] = useState(text(texts.perDay))
  const [countries, setCountries] = useState(texts.countries ?? [])
  const [email, setEmail] = useState(texts.email ?? '')
  const { change, error, isSaving } = useChangeAccount()
  const errorAt = fieldErrors(error, 'texts')
  return (
    <Section title="Texts" lead="The most that is sent, so that nothing can cost more than you mean.">
      <form
        className="setting"
        onSubmit={(event) => {
          event.preventDefault()
          change({
            texts: {
              ...(perNumberPerDay && { perNumberPerDay: Number(perNumberPerDay) }),
              ...(perDay && { perDay: Number(perDay) }),
              ...(countries.length > 0 && { countries }),
              ...(email && { email }),
            },
          })
        }}
      >
        <div className="setting-row">
          <Field
            label="To one phone, a day"
            inputMode="numeric"
            placeholder="3"
            value={perNumberPerDay}
            onChange={setPerNumber}
            error={errorAt('perNumberPerDay')}
          />
          <Field
            label="In all, a day"
            inputMode="numeric"
            placeholder="200"
            help="0: none at all."
            value={perDay}
            onChange={setPerDay}
            error={errorAt('perDay')}
          />
        </div>
        <LinesField
          label="Countries"
          placeholder="those of the business’s own phones"
          help="Two letters each, such as GB; one a line."
          value={countries}
          onChange={(codes) => setCountries(codes.map((code) => code.toUpperCase()))}
          error={errorAt('countries')}
        />
        <Field
          label="Texts to your numbers are sent on to"
          type="email"
          placeholder="office@example.com"
          value={email}
          onChange={setEmail}
          error={errorAt('email')}
        />
        <SaveRow error={error} isSaving={isSaving} />
      </form>
    </Section>
  )
}

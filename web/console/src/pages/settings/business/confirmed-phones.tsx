import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type * as z from 'zod/mini'
import type { confirmedNumber } from '../../../../../../functions/admin/accounts/confirmed-number-schema.ts'
import { fieldErrors } from '../../../api/errors.ts'
import { api } from '../../../api/request.ts'
import type { List } from '../../../api/types.ts'
import { phone } from '../../../look/format.ts'
import { Badge } from '../../../parts/badge.tsx'
import { Button } from '../../../parts/button.tsx'
import { Field } from '../../../parts/field.tsx'
import { Section } from '../../../parts/page.tsx'
import { sayTrouble } from '../../../parts/toast.tsx'

type Confirmed = z.infer<typeof confirmedNumber>
const path = '/v1/account/confirmed-numbers'
const queryKey = ['confirmed-numbers'] as const

/** No text is sent on to a phone whose owner did not ask for it. */
export function ConfirmedPhones() {
  const queries = useQueryClient()
  const { data } = useQuery({ queryKey, queryFn: () => api.get<List<Confirmed>>(path) })
  const [number, setNumber] = useState('')
  const [error, setError] = useState<unknown>()
  const refresh = () => queries.invalidateQueries({ queryKey })
  const add = async () => {
    try {
      await api.post(path, { number })
      setNumber('')
      setError(undefined)
      await refresh()
    } catch (refusal) {
      setError(refusal)
    }
  }
  return (
    <Section
      title="Phones that texts are sent on to"
      lead="A phone counts once it has texted its code to one of your numbers."
    >
      <ul className="lines">
        {data?.data.map(({ number, status, code }) => (
          <li key={number}>
            <div>
              {phone(number)} <Badge tone={status === 'confirmed' ? 'good' : 'warn'}>{status}</Badge>
              {code && (
                <div className="quiet small">
                  Text <strong className="mono">{code}</strong> from it to any of your numbers.
                </div>
              )}
            </div>
            <Button
              look="quiet"
              size="s"
              aria-label={`Remove ${phone(number)}`}
              onPress={() =>
                void api.remove(`${path}/${encodeURIComponent(number)}`).then(refresh, sayTrouble)
              }
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
      <form
        className="setting"
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        <Field
          label="Another phone"
          type="tel"
          placeholder="+44 7700 900123"
          value={number}
          onChange={setNumber}
          error={fieldErrors(error)('number')}
          isMono
        />
        <div>
          <Button type="submit" isDisabled={number.trim() === ''}>
            Add
          </Button>
        </div>
      </form>
    </Section>
  )
}

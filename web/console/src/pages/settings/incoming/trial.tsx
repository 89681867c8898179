import { useState } from 'react'
import { useMe } from '../../../api/me.ts'
import { api, Problem } from '../../../api/request.ts'
import type { InboundMap, InboundTrial } from '../../../api/types.ts'
import { dateAndTime, money } from '../../../look/format.ts'
import { Button } from '../../../parts/button.tsx'
import { Field } from '../../../parts/field.tsx'

const example = `{
  "id": "4711",
  "stage": "closedwon",
  "value": "1200.50",
  "phone": "+44 7700 900123",
  "date": "2026-11-20"
}`

/** What a message would become by the map that is being written: nothing of it is kept. */
export function Trial({ map }: { readonly map: InboundMap }) {
  const { timeZone } = useMe().account
  const [message, setMessage] = useState(example)
  const [found, setFound] = useState<InboundTrial>()
  const [trouble, setTrouble] = useState<string>()
  const trial = async () => {
    let parsed: unknown
    try {
      parsed = JSON.parse(message)
    } catch {
      setFound(undefined)
      return setTrouble('This is not JSON: paste a message as the other system sends it.')
    }
    try {
      setFound(await api.post<InboundTrial>('/v1/inbound/try', { map, message: parsed }))
      setTrouble(undefined)
    } catch (error) {
      setFound(undefined)
      setTrouble(error instanceof Problem ? error.whole : 'The bridge does not answer.')
    }
  }
  return (
    <div className="trial">
      <Field
        label="Try it: a message of the other system"
        lines={9}
        isMono
        value={message}
        onChange={setMessage}
        help="Paste one that it really sent. Nothing is kept of it."
      />
      <div>
        <Button onPress={() => void trial()}>What would this become?</Button>
      </div>
      <div aria-live="polite">
        {trouble && <p className="field-error">{trouble}</p>}
        {found?.problem && <p className="field-error">{found.problem}</p>}
        {found && found.outcomes.length > 0 && (
          <ul className="trial-found">
            {found.outcomes.map(({ item, ignored, errors, outcome }) => (
              <li key={item}>
                {ignored ? (
                  <span className="quiet">Not taken: its stage is none of those listed.</span>
                ) : outcome ? (
                  <>
                    <strong>{outcome.stage}</strong>
                    {outcome.value && ` · ${money(outcome.value.amount, outcome.value.currency, true)}`}
                    {outcome.at && ` · ${dateAndTime(outcome.at, timeZone)}`}
                    <br />
                    <span className="quiet small">
                      {[outcome.id && `deal ${outcome.id}`, outcome.phone, outcome.email]
                        .filter(Boolean)
                        .join(' · ') || `known by ${outcome.knownBy.join(', ')}`}
                    </span>
                  </>
                ) : (
                  errors.map(({ field, message: what }) => (
                    <span key={field} className="is-wrong">
                      {field}: {what}
                      <br />
                    </span>
                  ))
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}

import { useState } from 'react'
import { fieldErrors } from '../../../api/errors.ts'
import { Segments, Select } from '../../../parts/choice.tsx'
import { Switch } from '../../../parts/field.tsx'
import { LinesField } from '../../../parts/lines-field.tsx'
import { Section } from '../../../parts/page.tsx'
import { SaveRow } from '../save-row.tsx'
import { platformWords } from './platform-fields.ts'
import { useChangeDestination } from './queries.ts'
import type { Destination } from './words.ts'

const agreements = [
  { id: 'unsaid', name: 'Not said' },
  { id: 'granted', name: 'They agreed' },
  { id: 'denied', name: 'They did not' },
] as const
type Agreement = (typeof agreements)[number]['id']

const waits = [
  { id: '0', name: 'Not at all' },
  { id: '60', name: 'An hour' },
  { id: '720', name: 'Half a day' },
  { id: '1440', name: 'A day' },
  { id: '4320', name: 'Three days' },
]
const clicks = [
  { id: 'first', name: 'The first' },
  { id: 'last', name: 'The last' },
] as const

/** What goes along with a conversion, to which click, and after how long. */
export function Along({ of: destination }: { readonly of: Destination }) {
  const { platform, consent } = destination
  const [personalData, setPersonalData] = useState(destination.personalData)
  const [adUserData, setAdUserData] = useState<Agreement>(consent.adUserData ?? 'unsaid')
  const [personalization, setPersonalization] = useState<Agreement>(consent.adPersonalization ?? 'unsaid')
  const [click, setClick] = useState(destination.click)
  const [hold, setHold] = useState(String(destination.holdMinutes))
  const [takenBackBy, setTakenBackBy] = useState<readonly string[]>(destination.takenBackBy)
  const { change, error, isSaving } = useChangeDestination(destination)
  const errorOf = fieldErrors(error)
  const save = () => {
    const { personalData: was, click: clicked, holdMinutes, takenBackBy: took } = destination
    void change(
      {
        personalData,
        consent: {
          ...(adUserData !== 'unsaid' && { adUserData }),
          ...(personalization !== 'unsaid' && { adPersonalization: personalization }),
        },
        click,
        holdMinutes: Number(hold),
        takenBackBy: [...takenBackBy],
      },
      'Saved: enquiries are looked at anew.',
      { personalData: was, consent, click: clicked, holdMinutes, takenBackBy: took },
    )
  }
  const waitOptions = waits.some(({ id }) => id === hold)
    ? waits
    : [...waits, { id: hold, name: `${hold} minutes` }]
  return (
    <Section title="What goes along" lead={`A conversion is known by ${platformWords[platform].knownBy}.`}>
      <form
        className="setting"
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        {platform !== 'ga4' && (
          <div className="field">
            <Switch
              isOn={personalData === 'hashed'}
              onChange={(isOn) => setPersonalData(isOn ? 'hashed' : 'none')}
            >
              Phone and e-mail, hashed
            </Switch>
            {errorOf('personalData') ? (
              <span className="field-error" role="alert">
                These people must have agreed to it: say so below, or leave phone and e-mail out.
              </span>
            ) : (
              <span className="field-help">
                For those of whom no click is known. Hashed here, as the platform asks for.
              </span>
            )}
          </div>
        )}
        <Chosen label="Use of their data for ads">
          <Segments
            label="Use of their data for ads"
            options={agreements}
            value={adUserData}
            onChange={setAdUserData}
          />
        </Chosen>
        <Chosen label="Personalised ads">
          <Segments
            label="Personalised ads"
            options={agreements}
            value={personalization}
            onChange={setPersonalization}
          />
        </Chosen>
        {platform !== 'ga4' && (
          <Chosen label="Of several clicks, credit">
            <Segments label="Of several clicks, credit" options={clicks} value={click} onChange={setClick} />
          </Chosen>
        )}
        <div className="field">
          <Select
            label="Waits before it is sent"
            isLabelShown
            options={waitOptions}
            value={hold}
            onChange={setHold}
          />
          <span className="field-help">What is corrected meanwhile is never sent.</span>
        </div>
        <LinesField
          label="Stages that take a sale back"
          help="One a line. What was sent is taken back, as far as the platform lets it be."
          value={takenBackBy}
          onChange={setTakenBackBy}
          error={errorOf('takenBackBy')}
        />
        <SaveRow error={error} isSaving={isSaving} />
      </form>
    </Section>
  )
}

const Chosen = ({ label, children }: { readonly label: string; readonly children: React.ReactNode }) => (
  <div className="field">
    <span className="field-label" aria-hidden="true">
      {label}
    </span>
    {children}
  </div>
)

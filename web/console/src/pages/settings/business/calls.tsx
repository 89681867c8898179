import { useState } from 'react'
import { fieldErrors } from '../../../api/errors.ts'
import { Combo } from '../../../parts/combo.tsx'
import { Field } from '../../../parts/field.tsx'
import { LinesField } from '../../../parts/lines-field.tsx'
import { Section } from '../../../parts/page.tsx'
import { type Account, useChangeAccount } from '../account.ts'
import { SaveRow } from '../save-row.tsx'
import { languages } from './world.ts'

/** How callers are spoken to, and who is turned away. */
export function Calls({ account }: { readonly account: Account }) {
  const [language, setLanguage] = useState(account.calls?.language ?? 'en-GB')
  const [voice, setVoice] = useState(account.calls?.voice ?? '')
  const [blockedCallers, setBlocked] = useState(account.calls?.blockedCallers ?? [])
  const { change, error, isSaving } = useChangeAccount()
  const errorAt = fieldErrors(error, 'calls')
  const known = languages.some(({ id }) => id === language)
  return (
    <Section title="Calls" lead="Where a flow names a language or a voice, that one speaks.">
      <form
        className="setting"
        onSubmit={(event) => {
          event.preventDefault()
          change(
            { calls: { language, ...(voice && { voice }), blockedCallers } },
            'Saved: it holds for calls from a few seconds on.',
          )
        }}
      >
        <div className="setting-row">
          <Combo
            label="Language"
            options={known ? languages : [...languages, { id: language, name: language }]}
            value={language}
            onChange={setLanguage}
            error={errorAt('language')}
          />
          <Field
            label="Voice"
            placeholder="Twilio’s usual one"
            help="One of Twilio’s, such as Polly.Amy."
            value={voice}
            onChange={setVoice}
            error={errorAt('voice')}
          />
        </div>
        <LinesField
          label="Blocked callers"
          placeholder="+44 7700 900123"
          help="Turned away; their calls are kept, marked as spam. One a line, kept encrypted."
          isMono
          value={blockedCallers}
          onChange={setBlocked}
          error={errorAt('blockedCallers')}
        />
        <SaveRow error={error} isSaving={isSaving} />
      </form>
    </Section>
  )
}

import { useRef, useState } from 'react'
import { fieldErrors } from '../../../api/errors.ts'
import { address } from '../../../api/send.ts'
import { Field } from '../../../parts/field.tsx'
import { Section } from '../../../parts/page.tsx'
import { type Account, useChangeAccount } from '../account.ts'
import { SaveRow } from '../save-row.tsx'
import { showOn } from './preview.ts'
import './branding.css'

const usualColour = '#b3391f'

/** How the page looks on which codes are entered; beside it, the page itself. */
export function Branding({ account }: { readonly account: Account }) {
  const { branding = {}, siteKey } = account
  const [name, setName] = useState(branding.name ?? '')
  const [colour, setColour] = useState(branding.colour ?? '')
  const [logoUrl, setLogo] = useState(branding.logoUrl ?? '')
  const [text, setText] = useState(branding.text ?? '')
  const { change, error, isSaving } = useChangeAccount()
  const frame = useRef<HTMLIFrameElement>(null)
  const errorAt = fieldErrors(error, 'branding')
  const draft = { name: name || account.name, colour: colour || usualColour, text }
  const show = () => {
    const page = frame.current?.contentDocument
    if (page) showOn(page, draft)
  }
  show()
  const page = siteKey && address('/redeem', { key: siteKey })
  return (
    <Section
      title="The page to redeem codes"
      lead={
        page && (
          <a href={page} target="_blank" rel="noreferrer">
            {location.origin}/redeem
          </a>
        )
      }
    >
      <div className="branding">
        <form
          className="setting"
          onSubmit={(event) => {
            event.preventDefault()
            change({
              branding: {
                ...(name && { name }),
                ...(colour && { colour }),
                ...(logoUrl && { logoUrl }),
                ...(text && { text }),
              },
            })
          }}
        >
          <Field
            label="Name on it"
            placeholder={account.name}
            value={name}
            onChange={setName}
            error={errorAt('name')}
          />
          <div className="branding-colour">
            <Field
              label="Colour"
              placeholder={usualColour}
              value={colour}
              onChange={setColour}
              error={errorAt('colour')}
              isMono
            />
            <input
              type="color"
              aria-label="Pick a colour"
              value={/^#[0-9a-f]{6}$/i.test(colour) ? colour : usualColour}
              onChange={({ target }) => setColour(target.value)}
            />
          </div>
          <Field
            label="Logo"
            inputMode="url"
            placeholder="https://www.example.com/logo.svg"
            help="Its address. Shown once it is saved."
            value={logoUrl}
            onChange={setLogo}
            error={errorAt('logoUrl')}
          />
          <Field label="Sentence" lines={2} value={text} onChange={setText} error={errorAt('text')} />
          <SaveRow error={error} isSaving={isSaving} />
        </form>
        {page && (
          <iframe
            // What was saved is fetched anew.
            key={JSON.stringify(branding)}
            ref={frame}
            title="The page to redeem codes, as it will look"
            src={page}
            onLoad={show}
          />
        )}
      </div>
    </Section>
  )
}

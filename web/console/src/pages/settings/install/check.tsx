import { useState } from 'react'
import { Button } from '../../../parts/button.tsx'
import { Field } from '../../../parts/field.tsx'
import { Section } from '../../../parts/page.tsx'

/** @returns the page's address with `tieline-check` in it; undefined where it is none */
export function checkAddress(typed: string): string | undefined {
  const written = /^https?:\/\//i.test(typed) ? typed : `https://${typed}`
  if (typed.trim() === '' || !URL.canParse(written)) return undefined
  const url = new URL(written)
  // An empty value would be written as `tieline-check=`.
  url.search = url.search ? `${url.search}&tieline-check` : '?tieline-check'
  return url.href
}

/** Opens a page so that the snippet shows on it what it found. */
export function Check() {
  const [page, setPage] = useState('')
  const [isWrong, setWrong] = useState(false)
  return (
    <Section title="Check a page" lead="The page says itself what the snippet found on it.">
      <form
        className="setting"
        onSubmit={(event) => {
          event.preventDefault()
          const address = checkAddress(page)
          setWrong(!address)
          if (address) open(address, '_blank', 'noopener')
        }}
      >
        <Field
          label="Address of a page"
          inputMode="url"
          placeholder="https://www.example.com/contact"
          value={page}
          onChange={setPage}
          error={
            isWrong ? 'This is no address of a page, such as https://www.example.com/contact.' : undefined
          }
        />
        <div>
          <Button type="submit">Open and check</Button>
        </div>
        <ul className="quiet small looks">
          <li>Each number that was swapped is marked, with the number that stood there before.</li>
          <li>A number that was not found has to be written as one piece of text, or linked with tel:.</li>
          <li>
            Nothing at all: the snippet is not on the page, or a content security policy keeps it from
            loading.
          </li>
          <li>“Not allowed”: add the page’s origin below.</li>
        </ul>
      </form>
    </Section>
  )
}

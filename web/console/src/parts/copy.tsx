import { Check, Copy as CopyIcon } from 'lucide-react'
import { useState } from 'react'
import { Button } from './button.tsx'
import { sayTrouble } from './toast.tsx'
import './copy.css'

/** A text to take away: shown as it is, and copied by one press. */
export function Copy({
  label,
  text,
  isLarge = false,
}: {
  readonly label: string
  readonly text: string
  readonly isLarge?: boolean
}) {
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
      setTimeout(() => setCopied(false), 2000)
    } catch {
      sayTrouble(new Error('This browser does not let the page copy: select the text and copy it by hand.'))
    }
  }
  return (
    <div className={`copy ${isLarge ? 'copy-large' : ''}`}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="copy-text mono" aria-label={label} tabIndex={0}>
        {text}
      </section>
      <Button size="s" aria-label={`Copy: ${label}`} onPress={() => void copy()}>
        {isCopied ? <Check aria-hidden="true" /> : <CopyIcon aria-hidden="true" />}
        {isCopied ? 'Copied' : 'Copy'}
      </Button>
    </div>
  )
}

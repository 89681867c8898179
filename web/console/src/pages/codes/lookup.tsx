import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/request.ts'
import { useSetting } from '../../api/search.ts'
import type { Campaign, CodeWithHistory } from '../../api/types.ts'
import { Button } from '../../parts/button.tsx'
import { Trouble } from '../../parts/empty.tsx'
import { Field } from '../../parts/field.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { CodeCard } from './code-card.tsx'
import { codeLengths, readTyped } from './typed-code.ts'
import './lookup.css'

const sayings = {
  empty: 'As it was said or typed: spaces, dashes and “o” for 0 do not matter.',
  short: 'Not whole yet.',
  long: 'Longer than any code of yours.',
  fits: 'The check digit fits.',
} as const

/** One code and what became of it; `?code=` opens it. */
export function CodeLookup({ campaigns }: { readonly campaigns: readonly Campaign[] }) {
  const [sought, setSought] = useSetting<string>('code', '')
  const [typed, setTyped] = useState(sought)
  const [shown, setShown] = useState(sought)
  if (sought !== shown) {
    // A link, or the browser's way back, may have brought another code.
    setShown(sought)
    const now = readTyped(typed, codeLengths(campaigns))
    if (sought !== '' && !(now.is === 'fits' && now.code === sought)) setTyped(sought)
  }
  const reading = readTyped(typed, codeLengths(campaigns))
  const found = useQuery({
    queryKey: ['code', sought],
    queryFn: () => api.get<CodeWithHistory>(`/v1/codes/${encodeURIComponent(sought)}`),
    enabled: sought !== '',
  })
  return (
    <section className="lookup" aria-label="One code">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          setSought(reading.is === 'fits' ? reading.code : typed.trim())
        }}
      >
        <Field
          label="Look a code up"
          value={typed}
          onChange={(text) => {
            setTyped(text)
            const now = readTyped(text, codeLengths(campaigns))
            // Nobody has to press Enter for what can only be meant in one way.
            if (now.is === 'fits') setSought(now.code)
            else if (now.is === 'empty') setSought('')
          }}
          isMono
          placeholder="482-0913"
          autoComplete="off"
          inputMode="numeric"
          help={reading.is === 'mistyped' ? undefined : sayings[reading.is]}
          error={reading.is === 'mistyped' ? 'One digit is wrong: the check digit does not fit.' : undefined}
        />
        {sought !== '' && (
          <Button
            look="quiet"
            onPress={() => {
              setTyped('')
              setSought('')
            }}
          >
            Clear
          </Button>
        )}
      </form>
      {sought !== '' &&
        (found.error ? (
          <Trouble error={found.error} />
        ) : found.data ? (
          <CodeCard code={found.data} campaign={campaigns.find(({ id }) => id === found.data.campaignId)} />
        ) : (
          <TableSkeleton rows={3} />
        ))}
    </section>
  )
}

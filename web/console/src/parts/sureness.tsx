import { share } from '../look/format.ts'
import { Badge } from './badge.tsx'

/** From which confidence on an enquiry counts as what, as the reports have it. */
export const bands = [
  { id: 'certain', from: 0.9, below: 1.01 },
  { id: 'likely', from: 0.6, below: 0.9 },
  { id: 'weak', from: 0.000001, below: 0.6 },
  { id: 'none', from: 0, below: 0.000001 },
] as const
export type Band = (typeof bands)[number]['id']
const names: Readonly<Record<Band, string>> = {
  certain: 'certain',
  likely: 'likely',
  weak: 'weak',
  none: 'unknown',
}
const tones = { certain: 'good', likely: 'plain', weak: 'warn', none: 'plain' } as const

export const bandOf = (confidence: number): Band => bands.find(({ from }) => confidence >= from)?.id ?? 'none'

/** How sure the source of an enquiry is, in a word and its strength. */
export function Sureness({ confidence }: { readonly confidence: number }) {
  const band = bandOf(confidence)
  return (
    <Badge tone={tones[band]}>
      {names[band]}
      {band !== 'none' && ` ${share(confidence)}`}
    </Badge>
  )
}

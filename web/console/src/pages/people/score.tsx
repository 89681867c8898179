import type { PersonSummary } from '../../api/types.ts'
import { count } from '../../look/format.ts'
import { Badge } from '../../parts/badge.tsx'
import { bandNames, bandTones } from './words.ts'
import './people.css'

/** The score as it stands now, and what it means, in a word. */
export const Score = ({ of: { score, band } }: { readonly of: Pick<PersonSummary, 'score' | 'band'> }) => (
  <span className="score">
    {count(score)} <Badge tone={bandTones[band]}>{bandNames[band]}</Badge>
  </span>
)

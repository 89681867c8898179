import { Badge } from '../../../parts/badge.tsx'
import { type Conversion, stateName, stateTones } from './words.ts'

export const ConversionBadge = ({ of }: { readonly of: Conversion }) => (
  <Badge tone={of.dryRun && of.state === 'sent' ? 'plain' : stateTones[of.state]}>{stateName(of)}</Badge>
)

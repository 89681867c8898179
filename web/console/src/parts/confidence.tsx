import type { Figures } from '../api/types.ts'
import { count, share } from '../look/format.ts'
import { type Part, Shares, SharesBar } from './shares.tsx'
import './confidence.css'

const steps = [
  { id: 'certain', name: 'certain', says: 'a code, or a number shown to that visitor alone', mark: 'ink' },
  {
    id: 'likely',
    name: 'likely',
    says: 'the same person, or a number that stands for a source',
    mark: 'calm',
  },
  {
    id: 'weak',
    name: 'weak',
    says: 'several visitors share it, or it is what the caller said',
    mark: 'warm',
  },
  { id: 'none', name: 'unknown', says: 'nothing leads to a source', mark: 'open' },
] as const

type Rested = Pick<Figures, 'confidence' | 'enquiries'>
const partsOf = ({ confidence }: Pick<Rested, 'confidence'>): readonly Part[] =>
  steps.map((step) => ({ ...step, size: confidence[step.id] }))

/** On what the enquiries of the period rest, from certain to unknown. */
export const Confidence = ({ of }: { readonly of: Rested }) =>
  of.enquiries === 0 ? null : (
    <Shares label="How sure the sources are" parts={partsOf(of)} whole={of.enquiries} />
  )

/** The same in a cell of a table: the bar, and which share is certain. */
export function ConfidenceMark({ of }: { readonly of: Rested }) {
  if (of.enquiries === 0) return <span className="quiet">–</span>
  const parts = partsOf(of)
  const words = parts
    .filter(({ size }) => size > 0)
    .map(({ name, size }) => `${count(size)} ${name}`)
    .join(', ')
  return (
    <span className="confidence-mark" title={words}>
      <SharesBar parts={parts} />
      <span>{share(of.confidence.certain / of.enquiries)}</span>
      <span className="visually-hidden">certain: {words}</span>
    </span>
  )
}

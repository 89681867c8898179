import type { Figures } from '../api/types.ts'
import { count, share } from '../look/format.ts'
import './confidence.css'

const steps = [
  { id: 'certain', name: 'certain', says: 'a code, or a number shown to that visitor alone' },
  { id: 'likely', name: 'likely', says: 'the same person, or a number that stands for a source' },
  { id: 'weak', name: 'weak', says: 'several visitors share it, or it is what the caller said' },
  { id: 'none', name: 'unknown', says: 'nothing leads to a source' },
] as const

type Rested = Pick<Figures, 'confidence' | 'enquiries'>

const Bar = ({ confidence }: Pick<Figures, 'confidence'>) => (
  <span className="confidence-bar" aria-hidden="true">
    {steps.map(({ id }) => (
      <span key={id} className={`confidence-${id}`} style={{ flexGrow: confidence[id] }} />
    ))}
  </span>
)

/** On what the enquiries of the period rest, from certain to unknown: one bar, and the same in words. */
export function Confidence({ of: { confidence, enquiries } }: { readonly of: Rested }) {
  if (enquiries === 0) return null
  return (
    <section className="confidence" aria-label="How sure">
      <Bar confidence={confidence} />
      <ul>
        {steps.map(({ id, name, says }) => (
          <li key={id} title={says}>
            <span className={`confidence-key confidence-${id}`} aria-hidden="true" />
            {share(confidence[id] / enquiries)} {name}
            <span className="quiet"> ({count(confidence[id])})</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The same in a cell of a table: the bar, and which share is certain. */
export function ConfidenceMark({ of: { confidence, enquiries } }: { readonly of: Rested }) {
  if (enquiries === 0) return <span className="quiet">–</span>
  const words = steps
    .filter(({ id }) => confidence[id] > 0)
    .map(({ id, name }) => `${count(confidence[id])} ${name}`)
    .join(', ')
  return (
    <span className="confidence-mark" title={words}>
      <Bar confidence={confidence} />
      <span>{share(confidence.certain / enquiries)}</span>
      <span className="visually-hidden">certain: {words}</span>
    </span>
  )
}

import type { Figures } from '../../api/types.ts'
import { count, share } from '../../look/format.ts'
import './confidence.css'

const steps = [
  { id: 'certain', name: 'certain', says: 'a code, or a number shown to that visitor alone' },
  { id: 'likely', name: 'likely', says: 'the same person, or a number that stands for a source' },
  { id: 'weak', name: 'weak', says: 'several visitors share it, or it is what the caller said' },
  { id: 'none', name: 'unknown', says: 'nothing leads to a source' },
] as const

/** On what the enquiries of the period rest, from certain to unknown: one bar, and the same in words. */
export function Confidence({ of: { confidence, enquiries } }: { readonly of: Figures }) {
  if (enquiries === 0) return null
  return (
    <section className="confidence" aria-label="How sure">
      <div className="confidence-bar" aria-hidden="true">
        {steps.map(({ id }) => (
          <span key={id} className={`confidence-${id}`} style={{ flexGrow: confidence[id] }} />
        ))}
      </div>
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

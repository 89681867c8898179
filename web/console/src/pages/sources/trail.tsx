import { Link, useSearchParams } from 'wouter'
import { dimensionNames } from '../../look/names.ts'
import { KeyName } from '../../parts/key-name.tsx'
import { addressOf, enquiriesAddress, type SourcesState } from './state.ts'
import './trail.css'

/** The way down to what is shown; each step leads back to itself. */
export function Trail({ state }: { readonly state: SourcesState }) {
  const [search] = useSearchParams()
  const { filters } = state
  const first = filters[0]
  if (!first) return null
  return (
    <nav className="trail" aria-label="Shown within">
      <ol>
        <li>
          <Link href={addressOf(search, [], first[0])}>All {plural(dimensionNames[first[0]])}</Link>
        </li>
        {filters.map(([dimension, key], step) => {
          const below = filters[step + 1]
          const words = (
            <>
              <span className="quiet">{dimensionNames[dimension]}</span> <KeyName of={key} />
            </>
          )
          return (
            <li key={dimension} aria-current={below ? undefined : 'page'}>
              {below ? (
                <Link href={addressOf(search, filters.slice(0, step + 1), below[0])}>{words}</Link>
              ) : (
                <strong>{words}</strong>
              )}
            </li>
          )
        })}
      </ol>
      <Link href={enquiriesAddress(state, filters)}>Its enquiries</Link>
    </nav>
  )
}

const plural = (name: string) => `${name.toLowerCase()}s`

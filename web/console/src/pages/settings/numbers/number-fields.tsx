import { Segments, Select } from '../../../parts/choice.tsx'
import { Field } from '../../../parts/field.tsx'
import type { Pool, TrackingNumber } from './tracking-number.ts'

export type NumberDraft = Pick<TrackingNumber, 'label' | 'kind' | 'poolId' | 'source'>

const kinds = [
  { id: 'source', name: 'One source' },
  { id: 'pool', name: 'A pool’s visitors' },
] as const
const sourceFields = [
  { id: 'source', label: 'Source', placeholder: 'van' },
  { id: 'medium', label: 'Medium', placeholder: 'vehicle' },
  { id: 'campaign', label: 'Campaign', placeholder: 'spring' },
  { id: 'content', label: 'Content', placeholder: 'van 3' },
] as const

/** What the number is called and what it stands for. */
export function NumberFields({
  draft,
  change,
  pools,
  errorAt,
}: {
  readonly draft: NumberDraft
  readonly change: (fields: Partial<NumberDraft>) => void
  readonly pools: readonly Pool[]
  readonly errorAt: (path: string) => string | undefined
}) {
  const { label, kind, poolId = '', source = {} } = draft
  return (
    <>
      <Field
        label="Label"
        placeholder="Van 3"
        value={label}
        onChange={(label) => change({ label })}
        error={errorAt('label')}
      />
      <div className="field">
        <span className="field-label" aria-hidden="true">
          Stands for
        </span>
        <Segments label="Stands for" options={kinds} value={kind} onChange={(kind) => change({ kind })} />
      </div>
      {kind === 'pool' ? (
        <div className="field">
          <Select
            label="Pool"
            isLabelShown
            options={pools.map(({ id, name }) => ({ id, name }))}
            value={poolId}
            onChange={(poolId) => change({ poolId })}
          />
          {errorAt('poolId') && <span className="field-error">{errorAt('poolId')}</span>}
          {pools.length === 0 && (
            <span className="field-help">There is no pool yet: add one under Pools.</span>
          )}
        </div>
      ) : (
        <div className="setting-row">
          {sourceFields.map(({ id, label, placeholder }) => (
            <Field
              key={id}
              label={label}
              placeholder={placeholder}
              value={source[id] ?? ''}
              onChange={(text) => change({ source: { ...source, [id]: text || undefined } })}
              error={errorAt(`source.${id}`)}
            />
          ))}
        </div>
      )}
      {errorAt('source') && !sourceFields.some(({ id }) => errorAt(`source.${id}`)) && (
        <p className="field-error">{errorAt('source')}</p>
      )}
    </>
  )
}

/** As the API takes it: a pool's number has no source of its own. */
export const bodyOf = ({ label, kind, poolId, source }: NumberDraft) =>
  kind === 'pool' ? { label, kind, ...(poolId && { poolId }) } : { label, kind, source: source ?? {} }

import { useLocation, useSearchParams } from 'wouter'
import { changedSearch, useOneOf } from '../../api/search.ts'
import type { Dimension, Model } from '../../api/types.ts'
import { dimensionNames, modelNames } from '../../look/names.ts'
import { Segments, Select } from '../../parts/choice.tsx'
import { Field } from '../../parts/field.tsx'
import type { Measure } from './model-table.tsx'
import { addressOf, isDrillable, isPathModel, type SourcesState } from './state.ts'

const options = <T extends string>(names: Readonly<Record<T, string>>) =>
  (Object.entries(names) as [T, string][]).map(([id, name]) => ({ id, name }))

/** By what the rows are told apart, who gets the credit, and which rows are looked for. */
export function SourcesTools({
  state,
  sought,
  onSeek,
}: {
  readonly state: SourcesState
  readonly sought: string
  readonly onSeek: (text: string) => void
}) {
  const [search] = useSearchParams()
  const [, go] = useLocation()
  const [measure, setMeasure] = useOneOf<Measure>('of', ['enquiries', 'value'], 'enquiries')
  const { groupBy, model, base, filters } = state
  const taken = new Set(filters.map(([dimension]) => dimension))
  const isByChannelAlone = groupBy === 'channel' && filters.length === 0
  const change = (changes: Record<string, string | undefined>) =>
    go(`/sources${changedSearch(search, changes)}`)
  const models = options(modelNames).filter(({ id }) => isByChannelAlone || !isPathModel(id))
  return (
    <div className="source-tools">
      <Select<Dimension>
        label="By"
        value={groupBy}
        options={options(dimensionNames).filter(({ id }) => !taken.has(id))}
        // A dimension that belongs to the enquiry, not to the touch, can't be told within another.
        onChange={(next) => go(addressOf(search, isDrillable(next) ? filters : [], next))}
      />
      <Select<Model | 'all'>
        label="Model"
        value={model}
        options={[...models, { id: 'all', name: 'All side by side' }]}
        onChange={(next) => change({ model: next === 'last' ? undefined : next })}
      />
      {model === 'all' && (
        <>
          <Select<Model>
            label="Compared with"
            value={base}
            options={models.map(({ id, name }) => ({ id, name: `against ${name.toLowerCase()}` }))}
            onChange={(next) => change({ base: next === 'last' ? undefined : next })}
          />
          <Segments<Measure>
            label="Figure"
            value={measure}
            options={[
              { id: 'enquiries', name: 'Enquiries' },
              { id: 'value', name: 'Value' },
            ]}
            onChange={setMeasure}
          />
        </>
      )}
      <Field
        label="Find a row"
        isLabelHidden
        placeholder={`Find a ${dimensionNames[groupBy].toLowerCase()}`}
        type="search"
        value={sought}
        onChange={onSeek}
      />
    </div>
  )
}

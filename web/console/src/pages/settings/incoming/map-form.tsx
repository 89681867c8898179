import { useId, useState } from 'react'
import { fieldErrors } from '../../../api/errors.ts'
import { api, Problem } from '../../../api/request.ts'
import type { Inbound } from '../../../api/types.ts'
import { Button } from '../../../parts/button.tsx'
import { Segments, Select } from '../../../parts/choice.tsx'
import { Field } from '../../../parts/field.tsx'
import { Section } from '../../../parts/page.tsx'
import {
  draftOf,
  fieldNames,
  type MapDraft,
  type MappedField,
  mapOf,
  type Preset,
  presets,
} from './map-draft.ts'
import { Trial } from './trial.tsx'
import './incoming.css'

export type Made = Inbound & { readonly url?: string }

/** Where in another system's messages each field stands, beside what a message would become. */
export function MapForm({
  standing,
  onClose,
}: {
  readonly standing?: Inbound | undefined
  /** With what was saved, if anything was. */
  readonly onClose: (saved?: Made) => void
}) {
  const ids = useId()
  const [name, setName] = useState(standing?.name ?? '')
  const [preset, setPreset] = useState<Preset>('own')
  const [draft, setDraft] = useState<MapDraft>(standing ? draftOf(standing.map) : presets.own.draft)
  const [error, setError] = useState<unknown>()
  const change = (part: Partial<MapDraft>) => setDraft((before) => ({ ...before, ...part }))
  const wrong = fieldErrors(error)
  const map = mapOf(draft)
  const save = async () => {
    try {
      const saved = standing
        ? await api.patch<Made>(`/v1/inbound/${standing.id}`, { name, map })
        : await api.post<Made>('/v1/inbound', { name, map })
      onClose(saved)
    } catch (refusal) {
      setError(refusal)
    }
  }
  return (
    <Section
      title={standing ? standing.name : 'A new address'}
      lead="Paths such as properties.amount or contacts[0].phone; of several, by comma, the first that says something holds."
    >
      <form
        className="map-form"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <div className="setting">
          {!standing && (
            <Select
              label="Which system"
              isLabelShown
              value={preset}
              onChange={(id) => {
                setPreset(id)
                setDraft(presets[id].draft)
                if (name === '' || Object.values(presets).some((each) => each.name === name)) {
                  setName(id === 'own' ? '' : presets[id].name)
                }
              }}
              options={(Object.keys(presets) as Preset[]).map((id) => ({ id, name: presets[id].name }))}
            />
          )}
          <Field label="Name" value={name} onChange={setName} isRequired error={wrong('name')} />
          <div className="map-fields">
            {(Object.keys(fieldNames) as MappedField[]).map((field) => (
              <FieldPath
                key={field}
                id={`${ids}${field}`}
                label={fieldNames[field]}
                value={draft.fields[field]}
                isWrong={wrong(`map.fields.${field}`) !== undefined}
                onChange={(typed) => change({ fields: { ...draft.fields, [field]: typed } })}
              />
            ))}
          </div>
          {wrong('map.fields') && <p className="field-error">{wrong('map.fields')}</p>}
          <Field
            label="Where a message’s list stands"
            value={draft.items}
            onChange={(items) => change({ items })}
            isMono
            placeholder="results"
            help="Empty where a message is one outcome, or a list itself."
            error={wrong('map.items')}
          />
          <Field
            label="What its stages are here"
            lines={4}
            isMono
            value={draft.stages}
            onChange={(stages) => change({ stages })}
            placeholder={'closedwon = won\nclosedlost = lost'}
            help="A line each. opportunity, won, lost and refunded mean something here."
            error={wrong('map.stages')}
          />
          <div className="field">
            <span className="field-label" aria-hidden="true">
              Other stages
            </span>
            <Segments
              label="Other stages"
              value={draft.otherStages}
              onChange={(otherStages) => change({ otherStages })}
              options={[
                { id: 'keep', name: 'Keep their names' },
                { id: 'ignore', name: 'Leave them out' },
              ]}
            />
          </div>
          <div className="field">
            <span className="field-label" aria-hidden="true">
              Values are written
            </span>
            <Segments
              label="Values are written"
              value={draft.unit}
              onChange={(unit) => change({ unit })}
              options={[
                { id: 'major', name: '1,234.50' },
                { id: 'minor', name: '123450' },
              ]}
            />
          </div>
          {error instanceof Problem && (
            <p className="field-error" role="alert">
              {error.message}
            </p>
          )}
          <div className="form-actions">
            <Button onPress={() => onClose()}>Cancel</Button>
            <Button type="submit" look="primary">
              {standing ? 'Save' : 'Make the address'}
            </Button>
          </div>
        </div>
        <Trial map={map} />
      </form>
    </Section>
  )
}

const FieldPath = ({
  id,
  label,
  value,
  isWrong,
  onChange,
}: {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly isWrong: boolean
  readonly onChange: (value: string) => void
}) => (
  <>
    <label htmlFor={id}>{label}</label>
    <input
      id={id}
      className="input mono"
      value={value}
      data-invalid={isWrong || undefined}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => onChange(event.target.value)}
    />
  </>
)

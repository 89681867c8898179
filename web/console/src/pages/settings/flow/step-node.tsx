import { useState } from 'react'
import { fieldErrors } from '../../../api/errors.ts'
import { Problem } from '../../../api/request.ts'
import type { Campaign } from '../../../api/types.ts'
import { Button } from '../../../parts/button.tsx'
import type { Flow } from './flow.ts'
import type { Step } from './step.ts'

export interface StepNodeProps {
  readonly step: Step
  readonly flow: Flow
  readonly campaigns: readonly Campaign[]
  readonly campaignName: (id: string) => string
  readonly isOpen: boolean
  /** Absent for whoever may only look. */
  readonly onOpen: (() => void) | undefined
  readonly onClose: () => void
  readonly onSave: (flow: Flow, said: string) => Promise<unknown>
}

/** A step as it is, and, opened, as it is to be. */
export function StepNode(props: StepNodeProps) {
  const { step, flow, campaignName, isOpen, onOpen } = props
  const { icon: Icon, name, off, says, ways } = step
  const isOn = step.isOn(flow)
  return (
    <li className="step" data-off={!isOn || undefined}>
      <span className="step-mark">
        <Icon aria-hidden="true" />
      </span>
      <div className="step-head">
        <p>
          <strong>{name}</strong> <span className="step-says">{isOn ? says(flow, campaignName) : off}</span>
        </p>
        {onOpen && !isOpen && (
          <Button look="quiet" size="s" onPress={onOpen} aria-label={`${isOn ? 'Change' : 'Add'}: ${name}`}>
            {isOn ? 'Change' : 'Add'}
          </Button>
        )}
      </div>
      {isOn && !isOpen && ways && ways(flow, campaignName).length > 0 && (
        <dl className="ways">
          {ways(flow, campaignName).map(([way, to]) => (
            <div key={way}>
              <dt>{way}</dt>
              <dd>{to}</dd>
            </div>
          ))}
        </dl>
      )}
      {isOpen && <StepForm {...props} />}
    </li>
  )
}

function StepForm({ step, flow, campaigns, onClose, onSave }: StepNodeProps) {
  const [draft, setDraft] = useState(flow)
  const [error, setError] = useState<unknown>()
  const [isSaving, setSaving] = useState(false)
  const { Edit } = step
  const save = async (next: Flow, said: string) => {
    setSaving(true)
    try {
      await onSave(next, said)
      onClose()
    } catch (refusal) {
      setError(refusal)
    } finally {
      setSaving(false)
    }
  }
  const without = () => {
    const rest = { ...flow }
    for (const name of step.fields) delete rest[name]
    return rest
  }
  const hasFields = error instanceof Problem && error.errors.length > 0
  return (
    <form
      className="setting step-form"
      aria-label={step.name}
      onSubmit={(event) => {
        event.preventDefault()
        void save(draft, `${step.name}: saved.`)
      }}
    >
      <Edit
        flow={draft}
        change={(fields) => setDraft((standing) => ({ ...standing, ...fields }))}
        errorAt={fieldErrors(error, 'flow')}
        campaigns={campaigns}
      />
      {error !== undefined && (
        <p className="field-error" role="alert">
          {hasFields
            ? 'Not saved: please see to what is marked.'
            : error instanceof Error
              ? error.message
              : String(error)}
        </p>
      )}
      <div className="form-actions">
        {step.isOn(flow) && !step.isNeeded && (
          <Button look="quiet" onPress={() => void save(without(), `${step.name}: removed.`)}>
            Remove
          </Button>
        )}
        <Button onPress={onClose}>Cancel</Button>
        <Button type="submit" look="primary" isDisabled={isSaving}>
          Save
        </Button>
      </div>
    </form>
  )
}

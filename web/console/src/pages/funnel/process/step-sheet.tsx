import { useState } from 'react'
import { Button } from '../../../parts/button.tsx'
import { Segments, Select } from '../../../parts/choice.tsx'
import { Field } from '../../../parts/field.tsx'
import { Sheet } from '../../../parts/sheet.tsx'
import { freshId, type ProcessMap, type Step } from './draft.ts'
import { RuleFields } from './rule-fields.tsx'
import { isWhole as isRuleWhole, newRule } from './rule-words.ts'

const paths = [
  { id: 'main', name: 'On the way' },
  { id: 'side', name: 'Beside it' },
  { id: 'exit', name: 'Its end' },
] as const
const pathSays = {
  main: 'The funnel counts along these, one after the other.',
  side: 'Counted, and no part of the way: not everybody takes it.',
  exit: 'Whoever is here buys nothing, for now.',
} as const
const wheres = [
  { id: 'online', name: 'Online' },
  { id: 'offline', name: 'Offline' },
] as const
const hows = [
  { id: 'automatic', name: 'By rules' },
  { id: 'manual', name: 'By hand' },
] as const

/** One step of the process, at the side of the map. */
export function StepSheet({
  map,
  standing,
  stage,
  onClose,
}: {
  readonly map: ProcessMap
  readonly standing?: Step | undefined
  /** Of a new step. */
  readonly stage: string
  readonly onClose: (step?: Step) => void
}) {
  const [step, setStep] = useState<Step>(
    standing ?? {
      id: '',
      name: '',
      stage,
      where: 'online',
      how: 'automatic',
      path: 'main',
      rules: [newRule('page')],
    },
  )
  const change = (part: Partial<Step>) => setStep((before) => ({ ...before, ...part }))
  const isWhole =
    step.name.trim() !== '' &&
    (step.how === 'manual' || (step.rules.length > 0 && step.rules.every(isRuleWhole)))
  return (
    <Sheet title={standing ? standing.name : 'A new step'} isOpen onClose={() => onClose()}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (!isWhole) return
          const rules = step.how === 'manual' ? [] : step.rules
          onClose({
            ...step,
            id: standing?.id ?? freshId(step.name, map.steps),
            name: step.name.trim(),
            rules,
          })
        }}
      >
        <Field
          label="Name"
          value={step.name}
          onChange={(name) => change({ name })}
          isRequired
          maxLength={80}
          placeholder="Looked at prices"
        />
        <Select
          label="Stage"
          isLabelShown
          value={step.stage}
          onChange={(id) => change({ stage: id })}
          options={map.stages.map(({ id, name }) => ({ id, name }))}
        />
        <div className="field">
          <Segments label="Place" value={step.path} onChange={(path) => change({ path })} options={paths} />
          <span className="field-help">{pathSays[step.path]}</span>
        </div>
        <Segments label="Where" value={step.where} onChange={(where) => change({ where })} options={wheres} />
        <div className="field">
          <Segments
            label="How it is reached"
            value={step.how}
            onChange={(how) => change({ how })}
            options={hows}
          />
          <span className="field-help">
            {step.how === 'manual'
              ? 'Somebody says so, on the person’s page.'
              : 'When any of these happened. It can be said by hand, too.'}
          </span>
        </div>
        {step.how === 'automatic' && (
          <RuleFields rules={step.rules} onChange={(rules) => change({ rules })} />
        )}
        <div className="form-actions">
          <Button onPress={() => onClose()}>Cancel</Button>
          <Button type="submit" look="primary" isDisabled={!isWhole}>
            {standing ? 'Change the step' : 'Add the step'}
          </Button>
        </div>
      </form>
    </Sheet>
  )
}

import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '../../../parts/badge.tsx'
import { Button } from '../../../parts/button.tsx'
import { Field } from '../../../parts/field.tsx'
import { freshId, moved, type ProcessMap, type Step, stageMoved, withStep } from './draft.ts'
import { ruleText } from './rule-words.ts'
import { StepSheet } from './step-sheet.tsx'
import './process.css'

const mostSteps = 40
const mostStages = 12

/** Stages and their steps, in order; every change is kept here until the whole is saved. */
export function MapEditor({
  map,
  mayEdit,
  onChange,
}: {
  readonly map: ProcessMap
  readonly mayEdit: boolean
  readonly onChange: (map: ProcessMap) => void
}) {
  const [open, setOpen] = useState<{ readonly step?: Step; readonly stage: string }>()
  const isFull = map.steps.length >= mostSteps
  return (
    <>
      {map.stages.map((stage, place) => {
        const steps = map.steps.filter((step) => step.stage === stage.id)
        return (
          <section key={stage.id} className="map-stage" aria-label={stage.name}>
            <div className="map-stage-head">
              <Field
                label={`Name of stage ${place + 1}`}
                isLabelHidden
                value={stage.name}
                isReadOnly={!mayEdit}
                maxLength={80}
                onChange={(name) => onChange({ ...map, stages: map.stages.with(place, { ...stage, name }) })}
              />
              {mayEdit && (
                <div className="map-tools">
                  <Tool
                    label={`Move ${stage.name} up`}
                    isDisabled={place === 0}
                    onPress={() => onChange(stageMoved(map, stage.id, -1))}
                  >
                    <ArrowUp aria-hidden="true" />
                  </Tool>
                  <Tool
                    label={`Move ${stage.name} down`}
                    isDisabled={place === map.stages.length - 1}
                    onPress={() => onChange(stageMoved(map, stage.id, 1))}
                  >
                    <ArrowDown aria-hidden="true" />
                  </Tool>
                  <Tool
                    label={`Take ${stage.name} away`}
                    isDisabled={steps.length > 0 || map.stages.length === 1}
                    onPress={() => onChange({ ...map, stages: map.stages.toSpliced(place, 1) })}
                  >
                    <Trash2 aria-hidden="true" />
                  </Tool>
                  <Button
                    size="s"
                    isDisabled={isFull}
                    onPress={() => setOpen({ stage: stage.id })}
                    aria-label={`Add a step to ${stage.name}`}
                  >
                    <Plus aria-hidden="true" /> Step
                  </Button>
                </div>
              )}
            </div>
            <ol className="map-steps">
              {steps.map((step) => (
                <li key={step.id} data-path={step.path}>
                  <span className="map-name">
                    {step.name} {step.path === 'exit' && <Badge tone="signal">end</Badge>}
                    {step.path === 'side' && <Badge>beside</Badge>}
                    <br />
                    <span className="quiet small">
                      {step.where},{' '}
                      {step.how === 'manual' ? 'by hand' : step.rules.map(ruleText).join(' or ')}
                    </span>
                  </span>
                  {mayEdit && (
                    <span className="map-tools">
                      <Tool
                        label={`Move ${step.name} up`}
                        onPress={() => onChange(moved(map, step.id, -1))}
                        isDisabled={map.steps[0]?.id === step.id && place === 0}
                      >
                        <ArrowUp aria-hidden="true" />
                      </Tool>
                      <Tool
                        label={`Move ${step.name} down`}
                        onPress={() => onChange(moved(map, step.id, 1))}
                        isDisabled={map.steps.at(-1)?.id === step.id && place === map.stages.length - 1}
                      >
                        <ArrowDown aria-hidden="true" />
                      </Tool>
                      <Tool
                        label={`Take ${step.name} away`}
                        onPress={() =>
                          onChange({ ...map, steps: map.steps.filter(({ id }) => id !== step.id) })
                        }
                      >
                        <Trash2 aria-hidden="true" />
                      </Tool>
                      <Button
                        size="s"
                        onPress={() => setOpen({ step, stage: stage.id })}
                        aria-label={`Change ${step.name}`}
                      >
                        Change
                      </Button>
                    </span>
                  )}
                </li>
              ))}
            </ol>
          </section>
        )
      })}
      {mayEdit && (
        <p style={{ paddingTop: '1rem' }}>
          <Button
            isDisabled={map.stages.length >= mostStages}
            onPress={() =>
              onChange({
                ...map,
                stages: [...map.stages, { id: freshId('stage', map.stages), name: 'New stage' }],
              })
            }
          >
            <Plus aria-hidden="true" /> Stage
          </Button>
        </p>
      )}
      {open && (
        <StepSheet
          map={map}
          standing={open.step}
          stage={open.stage}
          onClose={(step) => {
            setOpen(undefined)
            if (step) onChange(withStep(map, step, open.step === undefined))
          }}
        />
      )}
    </>
  )
}

const Tool = ({
  label,
  ...rest
}: {
  readonly label: string
  readonly isDisabled?: boolean
  readonly onPress: () => void
  readonly children: React.ReactNode
}) => <Button look="quiet" size="s" aria-label={label} {...rest} />

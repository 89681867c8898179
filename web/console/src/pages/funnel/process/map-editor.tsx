import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import type { Problem } from '../../../api/request.ts'
import { Button } from '../../../parts/button.tsx'
import { Field } from '../../../parts/field.tsx'
import { say } from '../../../parts/toast.tsx'
import {
  freshId,
  inOrder,
  moved,
  type ProcessMap,
  placed,
  refusalAt,
  type Step,
  stageMoved,
  withStep,
} from './draft.ts'
import { StepRow } from './step-row.tsx'
import { StepSheet } from './step-sheet.tsx'
import { Tool } from './tool.tsx'
import './process.css'

const mostSteps = 40
const mostStages = 12

/** Where what is dragged would be dropped. */
interface Target {
  readonly stage: string
  readonly before: string | undefined
}

/** Stages and their steps, in order; every change is kept here until the whole is saved. */
export function MapEditor({
  map,
  mayEdit,
  errors,
  onChange,
}: {
  readonly map: ProcessMap
  readonly mayEdit: boolean
  readonly errors: Problem['errors']
  readonly onChange: (map: ProcessMap) => void
}) {
  const [open, setOpen] = useState<{ readonly step?: Step; readonly stage: string }>()
  const [dragged, setDragged] = useState<string>()
  const [target, setTarget] = useState<Target>()
  const [told, setTold] = useState('')
  // What is taken back is put into the map as it stands by then.
  const current = useRef(map)
  current.current = map
  const isFull = map.steps.length >= mostSteps
  const change = (next: ProcessMap, moving?: string) => {
    onChange(next)
    const step = next.steps.find(({ id }) => id === moving)
    if (!step) return
    const stage = next.stages.find(({ id }) => id === step.stage)
    const within = next.steps.filter((each) => each.stage === step.stage)
    setTold(`${step.name}: ${within.indexOf(step) + 1} of ${within.length} in ${stage?.name}.`)
  }
  const drop = () => {
    if (dragged !== undefined && target) change(placed(map, dragged, target.stage, target.before), dragged)
    setDragged(undefined)
    setTarget(undefined)
  }
  return (
    <>
      <p className="visually-hidden" aria-live="polite">
        {told}
      </p>
      {map.stages.map((stage, place) => {
        const steps = map.steps.filter((step) => step.stage === stage.id)
        const at = target?.stage === stage.id ? target : undefined
        return (
          <section
            key={stage.id}
            className="map-stage"
            aria-label={stage.name}
            data-target={(at && at.before === undefined) || undefined}
            onDragOver={(event) => {
              if (dragged === undefined) return
              event.preventDefault()
              setTarget({ stage: stage.id, before: undefined })
            }}
            onDrop={(event) => {
              event.preventDefault()
              drop()
            }}
          >
            <div className="map-stage-head">
              <Field
                label={`Name of stage ${place + 1}`}
                isLabelHidden
                value={stage.name}
                isReadOnly={!mayEdit}
                maxLength={80}
                error={stage.name.trim() === '' ? 'Must not be empty.' : refusalAt(errors, `stages.${place}`)}
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
                    label={
                      steps.length > 0
                        ? `${stage.name} can be taken away once it has no steps`
                        : `Take ${stage.name} away`
                    }
                    isDisabled={steps.length > 0 || map.stages.length === 1}
                    onPress={() => {
                      onChange({ ...map, stages: map.stages.toSpliced(place, 1) })
                      say(`“${stage.name}” is taken away.`, () =>
                        onChange(
                          inOrder({
                            ...current.current,
                            stages: current.current.stages.toSpliced(place, 0, stage),
                          }),
                        ),
                      )
                    }}
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
            {steps.length === 0 && (
              <p className="quiet small map-empty">
                {mayEdit ? 'No step yet: add one, or drag one here.' : 'No step yet.'}
              </p>
            )}
            <ol className="map-steps">
              {steps.map((step, index) => (
                <StepRow
                  key={step.id}
                  step={step}
                  stages={map.stages}
                  mayEdit={mayEdit}
                  refusal={refusalAt(errors, `steps.${map.steps.indexOf(step)}`)}
                  isDragged={step.id === dragged}
                  isTarget={at?.before === step.id}
                  onOpen={() => setOpen({ step, stage: stage.id })}
                  onMove={(by) => change(moved(map, step.id, by), step.id)}
                  onStage={(to) => change(placed(map, step.id, to, undefined), step.id)}
                  onRemove={() => {
                    onChange({ ...map, steps: map.steps.filter(({ id }) => id !== step.id) })
                    say(`“${step.name}” is taken away.`, () =>
                      onChange(
                        placed(
                          withStep(current.current, step, true),
                          step.id,
                          step.stage,
                          steps[index + 1]?.id,
                        ),
                      ),
                    )
                  }}
                  onDrag={setDragged}
                  onOver={(isUpper) =>
                    setTarget({ stage: stage.id, before: isUpper ? step.id : steps[index + 1]?.id })
                  }
                  onDragEnd={() => {
                    setDragged(undefined)
                    setTarget(undefined)
                  }}
                />
              ))}
            </ol>
          </section>
        )
      })}
      {mayEdit && (
        <p className="map-more">
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
          {isFull && <span className="quiet small"> {mostSteps} steps are the most there can be.</span>}
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

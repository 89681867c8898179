import { Ellipsis, Globe, GripVertical, Phone } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { Badge } from '../../../parts/badge.tsx'
import { Button } from '../../../parts/button.tsx'
import '../../../parts/choice.css'
import type { Stage, Step } from './draft.ts'
import { ruleText } from './rule-words.ts'

/** The step that was moved by keyboard: moved to another stage it is another line, which is to have the focus again. */
let movedByKey: string | undefined

/** One step of the map: what it is, and how it is changed, moved and taken away. */
export function StepRow({
  step,
  stages,
  mayEdit,
  refusal,
  isDragged,
  isTarget,
  onOpen,
  onMove,
  onStage,
  onRemove,
  onDrag,
  onOver,
  onDragEnd,
}: {
  readonly step: Step
  readonly stages: readonly Stage[]
  readonly mayEdit: boolean
  readonly refusal: string | undefined
  readonly isDragged: boolean
  /** What is dragged would be dropped before it. */
  readonly isTarget: boolean
  readonly onOpen: () => void
  readonly onMove: (by: -1 | 1) => void
  readonly onStage: (stage: string) => void
  readonly onRemove: () => void
  readonly onDrag: (step: string) => void
  /** Something is dragged over its upper or its lower half. */
  readonly onOver: (isUpper: boolean) => void
  readonly onDragEnd: () => void
}) {
  const { id, name, where, how, path, rules } = step
  const change = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (movedByKey === id) change.current?.focus()
    movedByKey = undefined
  })
  const act = (action: string) => {
    if (action === 'up') onMove(-1)
    else if (action === 'down') onMove(1)
    else if (action === 'remove') onRemove()
    else onStage(action.slice('to '.length))
  }
  const Where = where === 'online' ? Globe : Phone
  return (
    <li
      data-path={path}
      data-dragged={isDragged || undefined}
      data-target={isTarget || undefined}
      draggable={mayEdit}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move'
        event.dataTransfer.setData('text/plain', name)
        onDrag(id)
      }}
      onDragEnd={onDragEnd}
      onDragOver={(event) => {
        event.preventDefault()
        // The stage would say: at its end.
        event.stopPropagation()
        const { top, height } = event.currentTarget.getBoundingClientRect()
        onOver(event.clientY < top + height / 2)
      }}
      onKeyDown={(event) => {
        const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : undefined
        if (!mayEdit || !event.altKey || by === undefined) return
        event.preventDefault()
        movedByKey = id
        onMove(by)
      }}
    >
      {mayEdit && <GripVertical className="map-grip" aria-hidden="true" />}
      <span className="map-name">
        <span>
          <strong>{name}</strong> {path === 'exit' && <Badge tone="signal">end</Badge>}
          {path === 'side' && <Badge>beside</Badge>}
        </span>
        <span className="quiet small map-how">
          <Where aria-hidden="true" /> {where},{' '}
          {how === 'manual' ? 'by hand' : rules.map(ruleText).join(' or ')}
        </span>
        {refusal && (
          <span className="field-error" role="alert">
            {refusal}
          </span>
        )}
      </span>
      {mayEdit && (
        <span className="map-tools">
          <Button ref={change} size="s" onPress={onOpen} aria-label={`Change ${name}`}>
            Change
          </Button>
          <MenuTrigger>
            <Button look="quiet" size="s" aria-label={`Move ${name} or take it away`}>
              <Ellipsis aria-hidden="true" />
            </Button>
            <Popover className="popover" placement="bottom end">
              <Menu className="menu" aria-label={name} onAction={(key) => act(String(key))}>
                <MenuItem className="menu-item" id="up">
                  Move up
                </MenuItem>
                <MenuItem className="menu-item" id="down">
                  Move down
                </MenuItem>
                {stages
                  .filter((stage) => stage.id !== step.stage)
                  .map((stage) => (
                    <MenuItem key={stage.id} className="menu-item" id={`to ${stage.id}`}>
                      To the end of {stage.name}
                    </MenuItem>
                  ))}
                <MenuItem className="menu-item" id="remove">
                  Take it away
                </MenuItem>
              </Menu>
            </Popover>
          </MenuTrigger>
        </span>
      )}
    </li>
  )
}

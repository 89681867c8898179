import { useState } from 'react'
import { Button } from '../../../parts/button.tsx'
import { Field } from '../../../parts/field.tsx'
import { Sheet } from '../../../parts/sheet.tsx'
import { freshId } from '../../funnel/process/draft.ts'
import { RuleField } from '../../funnel/process/rule-fields.tsx'
import { isWhole, newRule, type Rule } from '../../funnel/process/rule-words.ts'
import type { ScoreRule } from './scoring-editor.tsx'

const numberIn = (typed: string, least: number) =>
  typed.trim() === '' || !(Number(typed) >= least) ? undefined : Math.floor(Number(typed))

/** One thing that gives points, at the side of the list. */
export function ScoreRuleSheet({
  standing,
  rules,
  onClose,
}: {
  readonly standing: ScoreRule | undefined
  readonly rules: readonly ScoreRule[]
  readonly onClose: (rule?: ScoreRule) => void
}) {
  const [rule, setRule] = useState<ScoreRule>(
    standing ?? { id: '', name: '', when: newRule('page') as ScoreRule['when'], points: 5 },
  )
  const change = (part: Partial<ScoreRule>) => setRule((before) => ({ ...before, ...part }))
  const isPoints = Number.isInteger(rule.points * 10) && Math.abs(rule.points) <= 1000
  const isReady = rule.name.trim() !== '' && isPoints && isWhole(rule.when as Rule)
  return (
    <Sheet title={standing ? standing.name : 'What gives points'} isOpen onClose={() => onClose()}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (!isReady) return
          onClose({ ...rule, id: standing?.id ?? freshId(rule.name, rules), name: rule.name.trim() })
        }}
      >
        <Field
          label="Name"
          value={rule.name}
          onChange={(name) => change({ name })}
          isRequired
          maxLength={80}
          placeholder="Looked at the price list"
        />
        <div className="rules is-one">
          <RuleField
            rule={rule.when as Rule}
            onChange={({ ...when }) => change({ when: when as ScoreRule['when'] })}
          />
        </div>
        <Field
          label="Points"
          type="number"
          value={String(rule.points)}
          error={isPoints ? undefined : 'From -1000 to 1000, with at most one decimal.'}
          help="Less than 0 takes points away."
          onChange={(typed) => change({ points: Number(typed) })}
        />
        <Field
          label="Counts at most so often in one visit or contact"
          type="number"
          placeholder="1"
          value={String(rule.perVisit ?? '')}
          onChange={(typed) => change({ perVisit: numberIn(typed, 1) })}
        />
        <Field
          label="Counts at most so often in all"
          type="number"
          placeholder="5"
          help="The last ones count."
          value={String(rule.most ?? '')}
          onChange={(typed) => change({ most: numberIn(typed, 1) })}
        />
        <Field
          label="The first so many give nothing"
          type="number"
          placeholder="0"
          help="1 for what counts from the second time on."
          value={String(rule.skip ?? '')}
          onChange={(typed) => change({ skip: numberIn(typed, 1) })}
        />
        <div className="form-actions">
          <Button onPress={() => onClose()}>Cancel</Button>
          <Button type="submit" look="primary" isDisabled={!isReady}>
            {standing ? 'Change it' : 'Add it'}
          </Button>
        </div>
      </form>
    </Sheet>
  )
}

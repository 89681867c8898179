import { Plus, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import type { Problem } from '../../../api/request.ts'
import type { Scoring } from '../../../api/types.ts'
import { Button } from '../../../parts/button.tsx'
import { Field } from '../../../parts/field.tsx'
import { Scrolled } from '../../../parts/scrolled.tsx'
import { say } from '../../../parts/toast.tsx'
import { refusalAt } from '../../funnel/process/draft.ts'
import { ruleText } from '../../funnel/process/rule-words.ts'
import { Tool } from '../../funnel/process/tool.tsx'
import { ScoreRuleSheet } from './score-rule-sheet.tsx'
import '../../../parts/table.css'
import './scoring.css'

export type Scores = Pick<Scoring, 'halfLifeDays' | 'thresholds' | 'rules'>
export type ScoreRule = Scores['rules'][number]

const mostRules = 40
const numberOr = (typed: string, usual: number) =>
  typed.trim() === '' || Number.isNaN(Number(typed)) ? usual : Number(typed)

/** How often a rule counts, in words; empty where it counts as rules usually do. */
function limits({ perVisit, most, skip }: ScoreRule): string {
  const parts = [
    skip ? (skip === 1 ? 'from the second time on' : `after the first ${skip} times`) : '',
    most ? (most === 1 ? 'once' : `at most ${most} times`) : '',
    perVisit && perVisit > 1 ? `up to ${perVisit} in one visit` : '',
  ].filter((part) => part !== '')
  return parts.map((part) => `, ${part}`).join('')
}

/** When somebody is warm or ready, how points fade, and what gives them. */
export function ScoringEditor({
  scores,
  mayEdit,
  errors,
  onChange,
}: {
  readonly scores: Scores
  readonly mayEdit: boolean
  readonly errors: Problem['errors']
  readonly onChange: (scores: Scores) => void
}) {
  const { thresholds, halfLifeDays, rules } = scores
  const [open, setOpen] = useState<ScoreRule | 'new'>()
  // What is taken back is put among the rules as they stand by then.
  const current = useRef(scores)
  current.current = scores
  return (
    <>
      <div className="score-row">
        <Field
          label="Warm from"
          type="number"
          value={String(thresholds.warm)}
          isReadOnly={!mayEdit}
          error={refusalAt(errors, 'thresholds.warm')}
          onChange={(typed) =>
            onChange({ ...scores, thresholds: { ...thresholds, warm: numberOr(typed, 1) } })
          }
        />
        <Field
          label="Ready from"
          type="number"
          value={String(thresholds.ready)}
          isReadOnly={!mayEdit}
          error={
            thresholds.ready <= thresholds.warm
              ? 'Must be above warm.'
              : refusalAt(errors, 'thresholds.ready')
          }
          onChange={(typed) =>
            onChange({ ...scores, thresholds: { ...thresholds, ready: numberOr(typed, 1) } })
          }
        />
        <Field
          label="Half of the points left after days"
          type="number"
          value={halfLifeDays === null ? '' : String(halfLifeDays)}
          isReadOnly={!mayEdit}
          error={refusalAt(errors, 'halfLifeDays')}
          help={
            halfLifeDays === null
              ? 'Points never fade. Give days to let them.'
              : `Of 20 points, 10 are left after ${halfLifeDays} days and 5 after ${halfLifeDays * 2}. Empty: they never fade.`
          }
          onChange={(typed) =>
            onChange({ ...scores, halfLifeDays: typed.trim() === '' ? null : numberOr(typed, 30) })
          }
        />
      </div>
      <Scrolled label="What gives points">
        <table className="table score-rules">
          <caption className="visually-hidden">What gives points</caption>
          <thead>
            <tr>
              <th scope="col">What gives points</th>
              <th scope="col" className="is-figure">
                Points
              </th>
              {mayEdit && (
                <th scope="col">
                  <span className="visually-hidden">Change</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {rules.map((rule, index) => (
              <tr key={rule.id}>
                <th scope="row">
                  {rule.name}
                  <br />
                  <span className="quiet small">
                    {ruleText(rule.when)}
                    {limits(rule)}
                  </span>
                  {refusalAt(errors, `rules.${index}`) && (
                    <span className="field-error" role="alert">
                      {refusalAt(errors, `rules.${index}`)}
                    </span>
                  )}
                </th>
                <td className="is-figure">
                  <input
                    className="input"
                    type="number"
                    step="0.5"
                    aria-label={`Points for: ${rule.name}`}
                    value={rule.points}
                    readOnly={!mayEdit}
                    onChange={(event) =>
                      onChange({
                        ...scores,
                        rules: rules.with(index, { ...rule, points: numberOr(event.target.value, 0) }),
                      })
                    }
                  />
                </td>
                {mayEdit && (
                  <td className="score-tools">
                    <Button size="s" onPress={() => setOpen(rule)} aria-label={`Change ${rule.name}`}>
                      Change
                    </Button>
                    <Tool
                      label={`Take ${rule.name} away`}
                      onPress={() => {
                        onChange({ ...scores, rules: rules.toSpliced(index, 1) })
                        say(`“${rule.name}” gives no points any more.`, () =>
                          onChange({
                            ...current.current,
                            rules: current.current.rules.toSpliced(index, 0, rule),
                          }),
                        )
                      }}
                    >
                      <Trash2 aria-hidden="true" />
                    </Tool>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
      {mayEdit && (
        <p className="score-more">
          <Button isDisabled={rules.length >= mostRules} onPress={() => setOpen('new')}>
            <Plus aria-hidden="true" /> What gives points, too
          </Button>
        </p>
      )}
      {open && (
        <ScoreRuleSheet
          standing={open === 'new' ? undefined : open}
          rules={rules}
          onClose={(rule) => {
            setOpen(undefined)
            if (!rule) return
            const isNew = open === 'new'
            onChange({
              ...scores,
              rules: isNew ? [...rules, rule] : rules.map((each) => (each.id === rule.id ? rule : each)),
            })
          }}
        />
      )}
    </>
  )
}

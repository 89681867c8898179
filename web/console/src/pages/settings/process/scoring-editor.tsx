import type { Scoring } from '../../../api/types.ts'
import { Field } from '../../../parts/field.tsx'
import { ruleText } from './rule-words.ts'
import '../../../parts/table.css'
import './process.css'

export type Scores = Pick<Scoring, 'halfLifeDays' | 'thresholds' | 'rules'>

const numberOr = (typed: string, usual: number) =>
  typed.trim() === '' || Number.isNaN(Number(typed)) ? usual : Number(typed)

/** When somebody is warm or ready, how points fade, and what gives them. */
export const ScoringEditor = ({
  scores,
  mayEdit,
  onChange,
}: {
  readonly scores: Scores
  readonly mayEdit: boolean
  readonly onChange: (scores: Scores) => void
}) => {
  const { thresholds, halfLifeDays, rules } = scores
  return (
    <>
      <div className="setting-row">
        <Field
          label="Warm from"
          type="number"
          value={String(thresholds.warm)}
          isReadOnly={!mayEdit}
          onChange={(typed) =>
            onChange({ ...scores, thresholds: { ...thresholds, warm: numberOr(typed, 1) } })
          }
        />
        <Field
          label="Ready from"
          type="number"
          value={String(thresholds.ready)}
          isReadOnly={!mayEdit}
          error={thresholds.ready <= thresholds.warm ? 'Must be above warm.' : undefined}
          onChange={(typed) =>
            onChange({ ...scores, thresholds: { ...thresholds, ready: numberOr(typed, 1) } })
          }
        />
        <Field
          label="Half of the points left after days"
          type="number"
          value={halfLifeDays === null ? '' : String(halfLifeDays)}
          isReadOnly={!mayEdit}
          help="Empty: they never fade."
          onChange={(typed) =>
            onChange({ ...scores, halfLifeDays: typed.trim() === '' ? null : numberOr(typed, 30) })
          }
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="table-scroll" aria-label="What gives points" tabIndex={0}>
        <table className="table score-rules">
          <caption className="visually-hidden">What gives points</caption>
          <thead>
            <tr>
              <th scope="col">What gives points</th>
              <th scope="col" className="is-figure">
                Points
              </th>
            </tr>
          </thead>
          <tbody>
            {rules.map((rule, index) => (
              <tr key={rule.id}>
                <th scope="row">
                  {rule.name}
                  <br />
                  <span className="quiet small">{ruleText(rule.when)}</span>
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
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}

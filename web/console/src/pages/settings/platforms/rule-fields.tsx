import { Select } from '../../../parts/choice.tsx'
import { Field } from '../../../parts/field.tsx'
import { platformWords } from './platform-fields.ts'
import { useSteps } from './queries.ts'
import type { RuleDraft } from './rule-draft.ts'
import { kindNames, type Platform, type RuleKind } from './words.ts'

const kinds = (Object.keys(kindNames) as RuleKind[]).map((id) => ({ id, name: kindNames[id] }))
const worths = [
  { id: 'stated', name: 'As stated' },
  { id: 'fixed', name: 'Fixed' },
  { id: 'none', name: 'No value' },
] as const

/** What, under which name there, and for how much. */
export function RuleFields({
  platform,
  draft,
  currency,
  errorOf,
  onChange,
}: {
  readonly platform: Platform
  readonly draft: RuleDraft
  readonly currency: string
  readonly errorOf: (field: string) => string | undefined
  readonly onChange: (draft: RuleDraft) => void
}) {
  const change = (part: Partial<RuleDraft>) => onChange({ ...draft, ...part })
  const { action } = platformWords[platform]
  return (
    <div className="platform-rule">
      <Select label="What" isLabelShown options={kinds} value={draft.on} onChange={(on) => change({ on })} />
      <Which draft={draft} errorOf={errorOf} change={change} />
      <div className={platform === 'google' ? 'rule-action' : 'rule-action is-wide'}>
        <Field
          label={action.label}
          isMono
          placeholder={action.placeholder ?? ''}
          value={draft.action}
          onChange={(typed) => change({ action: typed })}
          error={errorOf('action')}
        />
      </div>
      {platform === 'google' && (
        <Field
          label="Its name there"
          placeholder="Sale by phone"
          value={draft.label}
          onChange={(label) => change({ label })}
          error={errorOf('label')}
        />
      )}
      <div className="rule-worth">
        <Select
          label="Worth"
          isLabelShown
          options={worths}
          value={draft.worth}
          onChange={(worth) => change({ worth })}
        />
      </div>
      {draft.worth !== 'none' && (
        <Field
          label={draft.worth === 'fixed' ? `Amount, ${currency}` : `Else, ${currency}`}
          inputMode="decimal"
          placeholder={draft.worth === 'fixed' ? '25' : 'nothing'}
          value={draft.amount}
          onChange={(amount) => change({ amount })}
          error={errorOf('amount') ?? errorOf('value')}
        />
      )}
      {draft.worth === 'none' && errorOf('value') && <p className="field-error">{errorOf('value')}</p>}
    </div>
  )
}

function Which({
  draft,
  errorOf,
  change,
}: {
  readonly draft: RuleDraft
  readonly errorOf: (field: string) => string | undefined
  readonly change: (part: Partial<RuleDraft>) => void
}) {
  const steps = useSteps().data ?? []
  switch (draft.on) {
    case 'call':
      return (
        <Field
          label="Seconds, at least"
          inputMode="numeric"
          placeholder="1"
          value={draft.seconds}
          onChange={(seconds) => change({ seconds: seconds.replace(/\D/g, '') })}
          error={errorOf('minimumTalkSeconds')}
        />
      )
    case 'outcome':
      return (
        <Field
          label="Stage"
          placeholder="won"
          value={draft.stage}
          onChange={(stage) => change({ stage })}
          error={errorOf('stage')}
        />
      )
    case 'step':
      return (
        <div className="field">
          <Select
            label="Step"
            isLabelShown
            options={[
              ...(draft.step === '' ? [{ id: '', name: 'Choose…' }] : []),
              ...steps.map(({ id, name }) => ({ id, name })),
            ]}
            value={draft.step}
            onChange={(step) => change({ step })}
          />
          {errorOf('step') && <span className="field-error">{errorOf('step')}</span>}
        </div>
      )
    default:
      return null
  }
}

import { Trash2 } from 'lucide-react'
import { Button } from '../../../parts/button.tsx'
import { Select } from '../../../parts/choice.tsx'
import { Field } from '../../../parts/field.tsx'
import { newRule, type Rule, type RuleKind, ruleNames } from './rule-words.ts'

const kinds = (Object.keys(ruleNames) as RuleKind[]).map((id) => ({ id, name: ruleNames[id] }))
const callKinds = [
  { id: 'any', name: 'whatever came of it' },
  { id: 'answered', name: 'answered' },
  { id: 'missed', name: 'missed' },
  { id: 'abandoned', name: 'given up' },
  { id: 'voicemail', name: 'with a message' },
] as const
const wheres = [
  { id: 'any', name: 'anywhere' },
  { id: 'phone', name: 'by phone or text' },
  { id: 'online', name: 'online' },
] as const
const mailKinds = (['sent', 'opened', 'clicked', 'replied', 'unsubscribed'] as const).map((id) => ({
  id,
  name: id,
}))

/** What reaches the step: any one of these. */
export const RuleFields = ({
  rules,
  onChange,
}: {
  readonly rules: readonly Rule[]
  readonly onChange: (rules: Rule[]) => void
}) => (
  <>
    <ul className="rules">
      {rules.map((rule, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rules have no name, and stand in one order
        <li key={index}>
          <Select
            label="When"
            value={rule.on}
            options={kinds}
            onChange={(on) => onChange(rules.with(index, newRule(on)))}
          />
          <More rule={rule} onChange={(changed) => onChange(rules.with(index, changed))} />
          <Button
            look="quiet"
            size="s"
            aria-label="Take this rule away"
            onPress={() => onChange(rules.toSpliced(index, 1))}
          >
            <Trash2 aria-hidden="true" />
          </Button>
        </li>
      ))}
    </ul>
    <div>
      <Button size="s" onPress={() => onChange([...rules, newRule('page')])} isDisabled={rules.length >= 10}>
        {rules.length === 0 ? 'Add a rule' : 'Or when…'}
      </Button>
    </div>
  </>
)

function More({ rule, onChange }: { readonly rule: Rule; readonly onChange: (rule: Rule) => void }) {
  switch (rule.on) {
    case 'page':
      return (
        <Field
          label="Path"
          isLabelHidden
          isMono
          value={rule.path}
          onChange={(path) => onChange({ ...rule, path })}
          placeholder="*/pricing*"
        />
      )
    case 'event':
      return (
        <Field
          label="Event"
          isLabelHidden
          value={rule.name}
          onChange={(name) => onChange({ ...rule, name })}
        />
      )
    case 'outcome':
      return (
        <Field
          label="Stage"
          isLabelHidden
          value={rule.stage}
          onChange={(stage) => onChange({ ...rule, stage })}
          placeholder="won"
        />
      )
    case 'call':
      return (
        <>
          <Select
            label="That was"
            value={rule.outcomes?.[0] ?? 'any'}
            options={callKinds}
            onChange={(kind) => onChange({ ...rule, outcomes: kind === 'any' ? undefined : [kind] })}
          />
          <Field
            label="Seconds spoken, at least"
            isLabelHidden
            type="number"
            placeholder="seconds, at least"
            value={String(rule.minTalkSeconds ?? '')}
            onChange={(typed) => onChange({ ...rule, minTalkSeconds: Number(typed) || undefined })}
          />
        </>
      )
    case 'code-used':
      return (
        <Select
          label="Where"
          value={rule.where ?? 'any'}
          options={wheres}
          onChange={(where) => onChange({ ...rule, where: where === 'any' ? undefined : where })}
        />
      )
    case 'mail':
      return (
        <Select
          label="Was"
          value={rule.event}
          options={mailKinds}
          onChange={(event) => onChange({ ...rule, event })}
        />
      )
    case 'visit':
      return (
        <Field
          label="Times"
          isLabelHidden
          type="number"
          placeholder="times"
          value={String(rule.times ?? '')}
          onChange={(typed) => onChange({ ...rule, times: Number(typed) > 1 ? Number(typed) : undefined })}
        />
      )
    default:
      return null
  }
}

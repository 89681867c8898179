import { useQuery } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { api } from '../../../api/request.ts'
import type { List } from '../../../api/types.ts'
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
          <RuleField rule={rule} onChange={(changed) => onChange(rules.with(index, changed))} />
          <Field
            label="Times"
            type="number"
            placeholder="once"
            value={String(rule.times ?? '')}
            onChange={(typed) =>
              onChange(
                rules.with(index, { ...rule, times: Number(typed) > 1 ? Number(typed) : undefined } as Rule),
              )
            }
          />
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

/** What must happen: its kind, and what belongs to that kind. */
export const RuleField = ({
  rule,
  onChange,
}: {
  readonly rule: Rule
  readonly onChange: (rule: Rule) => void
}) => (
  <>
    <Select label="When" value={rule.on} options={kinds} onChange={(on) => onChange(newRule(on))} />
    <More rule={rule} onChange={onChange} />
  </>
)

/** One of the account's, or any; a campaign or sequence that is gone keeps its id for a name. */
function Which({
  label,
  any,
  path,
  value,
  onChange,
}: {
  readonly label: string
  readonly any: string
  readonly path: '/v1/campaigns' | '/v1/sequences'
  readonly value: string | undefined
  readonly onChange: (id: string | undefined) => void
}) {
  const { data } = useQuery({
    queryKey: ['named', path],
    queryFn: () => api.get<List<{ readonly id: string; readonly name: string }>>(path, { limit: 200 }),
  })
  const listed = data?.data ?? []
  const gone = value !== undefined && !listed.some(({ id }) => id === value)
  return (
    <Select
      label={label}
      value={value ?? ''}
      options={[{ id: '', name: any }, ...listed, ...(gone ? [{ id: value, name: value }] : [])]}
      onChange={(id) => onChange(id === '' ? undefined : id)}
    />
  )
}

function More({ rule, onChange }: { readonly rule: Rule; readonly onChange: (rule: Rule) => void }) {
  switch (rule.on) {
    case 'page':
      return (
        <Field
          label="Path"
          isMono
          help="A star stands for anything."
          value={rule.path}
          maxLength={200}
          error={rule.path.trim() === '' ? 'Say which pages.' : undefined}
          onChange={(path) => onChange({ ...rule, path })}
          placeholder="*/pricing*"
        />
      )
    case 'event':
      return (
        <Field
          label="Event"
          value={rule.name}
          maxLength={100}
          error={rule.name.trim() === '' ? 'Say which event.' : undefined}
          onChange={(name) => onChange({ ...rule, name })}
        />
      )
    case 'outcome':
      return (
        <Field
          label="Stage"
          help="As your CRM calls it."
          value={rule.stage}
          maxLength={64}
          error={rule.stage.trim() === '' ? 'Say which stage.' : undefined}
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
            type="number"
            placeholder="any"
            value={String(rule.minTalkSeconds ?? '')}
            onChange={(typed) => onChange({ ...rule, minTalkSeconds: Number(typed) || undefined })}
          />
        </>
      )
    case 'code-shown':
    case 'code-given':
      return <Campaign value={rule.campaign} onChange={(campaign) => onChange({ ...rule, campaign })} />
    case 'code-used':
      return (
        <>
          <Select
            label="Where"
            value={rule.where ?? 'any'}
            options={wheres}
            onChange={(where) => onChange({ ...rule, where: where === 'any' ? undefined : where })}
          />
          <Campaign value={rule.campaign} onChange={(campaign) => onChange({ ...rule, campaign })} />
        </>
      )
    case 'mail':
      return (
        <>
          <Select
            label="Was"
            value={rule.event}
            options={mailKinds}
            onChange={(event) => onChange({ ...rule, event })}
          />
          <Which
            label="Sequence"
            any="of any sequence"
            path="/v1/sequences"
            value={rule.sequence}
            onChange={(sequence) => onChange({ ...rule, sequence })}
          />
        </>
      )
    default:
      return null
  }
}

const Campaign = (choice: {
  readonly value: string | undefined
  readonly onChange: (id: string | undefined) => void
}) => <Which label="Campaign" any="of any campaign" path="/v1/campaigns" {...choice} />

import { Plus, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { fieldErrors } from '../../../api/errors.ts'
import { useMe } from '../../../api/me.ts'
import { Problem } from '../../../api/request.ts'
import { Button } from '../../../parts/button.tsx'
import { Section } from '../../../parts/page.tsx'
import { SaveRow } from '../save-row.tsx'
import { platformWords } from './platform-fields.ts'
import { useChangeDestination, useStepName } from './queries.ts'
import { type DraftMistakes, draftOf, freshDraft, type RuleDraft, ruleOf } from './rule-draft.ts'
import { RuleFields } from './rule-fields.tsx'
import { type Destination, ruleName, ruleWords, worthWords } from './words.ts'

const mostRules = 20
const lead = 'An enquiry converts once for each rule, and stands at the platform as it comes to now.'

/** What converts, and what the platform calls it. */
export function Rules({ of: destination }: { readonly of: Destination }) {
  const { currency } = useMe().account
  const { platform, rules } = destination
  const last = useRef(rules.length)
  const [drafts, setDrafts] = useState(() => rules.map((rule, index) => draftOf(rule, index, currency)))
  const [mistakes, setMistakes] = useState<ReadonlyMap<number, DraftMistakes>>(new Map())
  const { change, error, isSaving } = useChangeDestination(destination)
  const refused = fieldErrors(error)
  const errorsOf =
    (draft: RuleDraft, index: number) =>
    (field: string): string | undefined =>
      mistakes.get(draft.key)?.[field] ?? refused(`rules.${index}.${field}`)
  const add = () => {
    last.current += 1
    setDrafts([...drafts, freshDraft(last.current)])
  }
  const save = () => {
    const read = drafts.map((draft) => ruleOf(draft, currency))
    const wrong = read.flatMap((each, index) =>
      'mistakes' in each ? [[drafts[index]?.key ?? -1, each.mistakes] as const] : [],
    )
    setMistakes(new Map(wrong))
    if (wrong.length > 0) return
    const next = read.flatMap((each) => ('rule' in each ? [each.rule] : []))
    void change({ rules: next }, 'Saved: enquiries are looked at anew.')
  }
  return (
    <Section title="What converts" lead={lead}>
      <form
        className="platform-rules-form"
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        {drafts.length === 0 && (
          <p className="quiet">
            Nothing yet. Say what counts, a sale or a long call, and what{' '}
            {platformWords[platform].action.label.toLowerCase()} that is there.
          </p>
        )}
        <ol className="platform-rules">
          {drafts.map((draft, index) => (
            <li key={draft.key}>
              <RuleFields
                platform={platform}
                draft={draft}
                currency={currency}
                errorOf={errorsOf(draft, index)}
                onChange={(next) => setDrafts(drafts.with(index, next))}
              />
              <Button
                look="quiet"
                size="s"
                aria-label={`Take rule ${index + 1} away`}
                onPress={() => setDrafts(drafts.toSpliced(index, 1))}
              >
                <Trash2 aria-hidden="true" />
              </Button>
              {wholeError(error, index) && <p className="field-error">{wholeError(error, index)}</p>}
            </li>
          ))}
        </ol>
        <div>
          <Button size="s" onPress={add} isDisabled={drafts.length >= mostRules}>
            <Plus aria-hidden="true" /> Add a rule
          </Button>
        </div>
        <SaveRow error={error} isSaving={isSaving} />
      </form>
    </Section>
  )
}

/** What is said of a rule as a whole: that it stands twice. */
const wholeError = (error: unknown, index: number): string | undefined =>
  error instanceof Problem ? error.errors.find(({ path }) => path === `rules.${index}`)?.message : undefined

/** The rules, for whoever may not change them. */
export function RulesRead({ of: { rules } }: { readonly of: Destination }) {
  const { currency } = useMe().account
  const stepName = useStepName()
  return (
    <Section title="What converts" lead={lead}>
      {rules.length === 0 ? (
        <p className="quiet">Nothing yet.</p>
      ) : (
        <ul className="lines">
          {rules.map((rule) => (
            <li key={ruleName(rule)}>
              <div>
                {ruleWords(ruleName(rule), stepName)} → {rule.label ?? rule.action}
                <div className="quiet small">Worth {worthWords(rule, currency)}</div>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

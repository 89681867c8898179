import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useSearchParams } from 'wouter'
import { isOneOf, useMe } from '../../api/me.ts'
import { Button } from '../../parts/button.tsx'
import { Empty, Trouble } from '../../parts/empty.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { useRules, useSequences, useTriggers } from './queries.ts'
import { Rules } from './rules.tsx'
import { SequenceEditor } from './sequence-editor.tsx'
import { SequenceTable } from './sequence-table.tsx'
import { TriggerDialog } from './trigger-dialog.tsx'
import { TriggerLines } from './trigger-lines.tsx'
import './follow-up.css'

/** What follows people up by itself: sequences of mails, what sets them off, and when mails may go at all. */
export default function FollowUp() {
  const me = useMe()
  const [search, setSearch] = useSearchParams()
  const [isNewTrigger, setNewTrigger] = useState(false)
  const sequences = useSequences()
  const triggers = useTriggers()
  const rules = useRules()
  const mayPlan = isOneOf(me, 'owner', 'marketer')
  const error = sequences.error ?? triggers.error ?? rules.error
  const open = (id: string | undefined) => setSearch(id === undefined ? {} : { sequence: id })

  if (error) {
    const again = () => {
      for (const each of [sequences, triggers, rules]) void each.refetch()
    }
    return (
      <Page title="Follow-up">
        <Trouble error={error} onRetry={again} />
      </Page>
    )
  }
  if (!sequences.data || !triggers.data || !rules.data) {
    return (
      <Page title="Follow-up">
        <TableSkeleton />
      </Page>
    )
  }
  const chosen = search.get('sequence')
  const edited = sequences.data.find(({ id }) => id === chosen)
  if (edited || (chosen === 'new' && mayPlan)) {
    return (
      <SequenceEditor
        key={edited?.id ?? 'new'}
        sequence={edited}
        others={sequences.data.filter(({ id }) => id !== edited?.id)}
        rules={rules.data}
        mayPlan={mayPlan}
        onClose={() => open(undefined)}
        onSaved={(id) => open(id)}
      />
    )
  }
  return (
    <Page
      title="Follow-up"
      lead="Mails that go out by themselves to whoever asked and agreed, until they move."
      actions={
        mayPlan && (
          <Button look="primary" onPress={() => open('new')}>
            <Plus aria-hidden="true" /> New sequence
          </Button>
        )
      }
    >
      <Section title="Sequences">
        {sequences.data.length === 0 ? (
          <Empty title="No sequence yet.">
            A sequence is a few mails, one after the other: after a quote, say, or for those who are not
            ready. It ends for a person when they answer, call, redeem a code or buy.
          </Empty>
        ) : (
          <SequenceTable sequences={sequences.data} mayPlan={mayPlan} />
        )}
      </Section>
      <Section
        title="Triggers"
        lead="When something happens, do something: each event once."
        actions={
          mayPlan && (
            <Button size="s" onPress={() => setNewTrigger(true)}>
              <Plus aria-hidden="true" /> New trigger
            </Button>
          )
        }
      >
        {triggers.data.length === 0 ? (
          <Empty title="No trigger yet.">
            Nothing begins by itself before one says so: when a quote was sent, begin “After the quote”.
          </Empty>
        ) : (
          <TriggerLines triggers={triggers.data} sequences={sequences.data} mayPlan={mayPlan} />
        )}
      </Section>
      <Rules rules={rules.data} mayPlan={mayPlan} />
      {isNewTrigger && <TriggerDialog sequences={sequences.data} onClose={() => setNewTrigger(false)} />}
    </Page>
  )
}

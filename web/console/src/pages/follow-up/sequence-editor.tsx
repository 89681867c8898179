import { ArrowLeft, Plus } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/request.ts'
import { count, share } from '../../look/format.ts'
import { Button } from '../../parts/button.tsx'
import { Select } from '../../parts/choice.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { Trouble } from '../../parts/empty.tsx'
import { Field, Switch } from '../../parts/field.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { Picks } from '../../parts/picks.tsx'
import { sayTrouble } from '../../parts/toast.tsx'
import { bodyOf, type DraftMail, emptyMail, type SequenceDraft } from './draft.ts'
import { Enrolled } from './enrolled.tsx'
import { MailEditor } from './mail-editor.tsx'
import { type FollowUp, type Sequence, useChange } from './queries.ts'
import { useSequenceDraft } from './use-sequence-draft.ts'
import { dayHours, delayWords, either, ledTo, stopNames } from './words.ts'

const kinds = [
  { id: 'follow-up', name: 'Following up' },
  { id: 'nurture', name: 'Those not ready yet' },
] as const
const stopOptions = (Object.keys(stopNames) as (keyof typeof stopNames)[]).map((id) => ({
  id,
  name: stopNames[id],
}))
const nowhere = ''
const activeWords = ({ active }: SequenceDraft) =>
  active ? 'On: triggers may take people in' : 'Rests: nobody is taken in, nothing is sent'

/** A sequence: its mails on a line of time, the chosen one beside what its reader gets. */
export function SequenceEditor({
  sequence,
  others,
  rules,
  mayPlan,
  onClose,
  onSaved,
}: {
  /** That is changed; undefined: a new one. */
  readonly sequence: Sequence | undefined
  readonly others: readonly Sequence[]
  readonly rules: FollowUp
  readonly mayPlan: boolean
  readonly onClose: () => void
  readonly onSaved: (id: string) => void
}) {
  const { draft, put, isChanged, drop } = useSequenceDraft(sequence)
  const [isLeaving, setLeaving] = useState(false)
  const [at, setAt] = useState(0)
  const chosen = draft.mails[at]
  const perDay = dayHours(rules)
  const putMail = (change: Partial<DraftMail>) =>
    put({ mails: draft.mails.map((mail, index) => (index === at ? { ...mail, ...change } : mail)) })
  const save = useChange<Sequence>(
    'sequences',
    () =>
      sequence
        ? api.patch(`/v1/sequences/${sequence.id}`, bodyOf(draft))
        : api.post('/v1/sequences', bodyOf(draft)),
    {
      said: `“${draft.name}” is saved.`,
      onDone: (saved) => {
        drop(saved)
        onSaved(saved.id)
      },
    },
  )
  const remove = useChange('sequences', () => api.remove(`/v1/sequences/${sequence?.id}`), {
    said: `“${draft.name}” is deleted.`,
    onDone: () => {
      drop()
      onClose()
    },
  })
  const resultsOf = (id: string | undefined) => sequence?.mails.find((mail) => mail.id === id)

  return (
    <Page
      title={sequence?.name ?? 'New sequence'}
      lead={
        draft.stopOn.length > 0
          ? `Ends for whoever ${either(draft.stopOn.map((reason) => stopNames[reason]))}, or unsubscribes.`
          : 'Ends for whoever unsubscribes, and for nobody else.'
      }
      actions={
        <>
          <Button onPress={onClose}>
            <ArrowLeft aria-hidden="true" /> All sequences
          </Button>
          {mayPlan && isChanged && (
            <Button
              look="quiet"
              onPress={() => {
                drop()
                setAt(0)
              }}
            >
              Drop the changes
            </Button>
          )}
          {mayPlan && (
            <Button
              look="primary"
              isDisabled={save.isPending || !isChanged || draft.name.trim() === ''}
              onPress={() => save.mutate()}
            >
              Save
            </Button>
          )}
        </>
      }
    >
      {save.error && <Trouble error={save.error} />}
      {sequence && mayPlan && isChanged && <p className="quiet small">Changed, and not saved yet.</p>}
      <div className="sequence-head">
        <Field label="Name" value={draft.name} onChange={(name) => put({ name })} isDisabled={!mayPlan} />
        {mayPlan ? (
          <Switch isOn={draft.active} onChange={(active) => put({ active })}>
            {activeWords(draft)}
          </Switch>
        ) : (
          <p>{activeWords(draft)}</p>
        )}
      </div>
      <div className="sequence">
        <div className="sequence-line">
          <ol>
            {draft.mails.map((mail, index) => {
              const told = resultsOf(mail.id)
              return (
                <li key={mail.key} aria-current={index === at ? 'step' : undefined}>
                  <span className="sequence-delay quiet small">
                    {delayWords(Number(mail.hours) || 0, perDay, index === 0)}
                  </span>
                  <button type="button" className="sequence-mail" onClick={() => setAt(index)}>
                    <span className="sequence-subject">{mail.subject || 'No subject yet'}</span>
                    <span className="quiet small">{mail.value || 'What does its reader have of it?'}</span>
                    {told && told.results.sent > 0 && (
                      <span className="sequence-told small">
                        <span>{count(told.results.sent)} sent</span>
                        {told.results.opened !== null && (
                          <span>{share(told.results.opened / told.results.sent)} opened</span>
                        )}
                        <span>{share(told.results.clicked / told.results.sent)} clicked</span>
                        <span>led to {count(ledTo(told))}</span>
                      </span>
                    )}
                  </button>
                </li>
              )
            })}
          </ol>
          {mayPlan && (
            <Button
              size="s"
              onPress={() => {
                put({ mails: [...draft.mails, emptyMail(draft.mails.length)] })
                setAt(draft.mails.length)
              }}
            >
              <Plus aria-hidden="true" /> Another mail
            </Button>
          )}
        </div>
        {chosen ? (
          <MailEditor
            key={chosen.key}
            mail={chosen}
            perDay={perDay}
            isFirst={at === 0}
            isFixed={!mayPlan}
            onChange={putMail}
            onRemove={
              draft.mails.length > 1
                ? () => {
                    put({ mails: draft.mails.filter((_, index) => index !== at) })
                    setAt(Math.max(0, at - 1))
                  }
                : undefined
            }
          />
        ) : (
          <p className="quiet">It has no mail yet.</p>
        )}
      </div>
      {mayPlan && (
        <Section title="The whole of it">
          <div className="sequence-whole">
            <Select
              label="For"
              isLabelShown
              options={kinds}
              value={draft.kind}
              onChange={(kind) => put({ kind })}
            />
            <Select
              label="Whoever got all and did not move goes on to"
              isLabelShown
              options={[{ id: nowhere, name: 'nothing' }, ...others.map(({ id, name }) => ({ id, name }))]}
              value={draft.goesOnTo}
              onChange={(goesOnTo) => put({ goesOnTo })}
            />
            <Picks
              label="Ends for whoever"
              options={stopOptions}
              value={draft.stopOn}
              onChange={(stopOn) => put({ stopOn })}
            />
          </div>
        </Section>
      )}
      {sequence && <Enrolled sequence={sequence} />}
      {sequence && mayPlan && (
        <div className="sequence-end">
          <Button look="danger" onPress={() => setLeaving(true)}>
            Delete this sequence…
          </Button>
          {isLeaving && (
            <Confirm
              title={`Delete “${sequence.name}”?`}
              doIt="Delete"
              isBusy={remove.isPending}
              onYes={() =>
                remove.mutate(undefined, { onError: sayTrouble, onSettled: () => setLeaving(false) })
              }
              onClose={() => setLeaving(false)}
            >
              Nobody in it gets another mail of it, and its figures are gone. This can’t be undone; to stop it
              for a while, let it rest instead.
            </Confirm>
          )}
        </div>
      )}
    </Page>
  )
}

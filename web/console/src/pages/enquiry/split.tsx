import { useState } from 'react'
import { Checkbox, CheckboxGroup, Label } from 'react-aria-components'
import { isOneOf, useMe } from '../../api/me.ts'
import { api } from '../../api/request.ts'
import type { Enquiry } from '../../api/types.ts'
import { dateAndTime } from '../../look/format.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Section } from '../../parts/page.tsx'
import { say } from '../../parts/toast.tsx'
import { useSaying } from './use-verdict.ts'
import './split.css'

const names = { call: 'Call', text: 'Text', form: 'Form', redemption: 'Code redeemed' } as const

/** Contacts that were taken for one person and are two. */
export function Split({ enquiry: { id, contacts } }: { readonly enquiry: Enquiry }) {
  const me = useMe()
  const saying = useSaying(id)
  const [isAsking, setAsking] = useState(false)
  const [chosen, setChosen] = useState<string[]>([])
  if (!isOneOf(me, 'owner', 'marketer')) return null
  const ask = (what: 'split' | 'rejoin', ids: readonly string[]) =>
    api.post(`/v1/enquiries/${encodeURIComponent(id)}/${what}`, { contacts: ids })
  const split = async (ids: readonly string[]) => {
    const isDone = await saying(
      (standing) => ({ ...standing, contacts: standing.contacts.filter((each) => !ids.includes(each.id)) }),
      () => ask('split', ids),
    )
    if (isDone)
      say(
        ids.length === 1 ? 'The contact is another person’s now.' : 'The contacts are another person’s now.',
        () => {
          void saying(
            (standing) => standing,
            () => ask('rejoin', ids),
          )
        },
      )
  }
  return (
    <Section
      title="Contacts"
      lead="All by the same person, as far as phone, e-mail and visits tell."
      actions={
        <Button size="s" onPress={() => setAsking(true)}>
          Split…
        </Button>
      }
    >
      <ul className="split-contacts">
        {contacts.map(({ kind, id: contact, at }) => (
          <li key={contact}>
            <span>{names[kind]}</span>
            <span className="quiet small">{dateAndTime(at, me.account.timeZone)}</span>
          </li>
        ))}
      </ul>
      <Dialog title="Which are somebody else’s?" isOpen={isAsking} onClose={() => setAsking(false)}>
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault()
            setAsking(false)
            setChosen([])
            void split(chosen)
          }}
        >
          <CheckboxGroup className="split-choice" value={chosen} onChange={setChosen}>
            <Label className="field-label">They become an enquiry of their own; somebody has to stay.</Label>
            {contacts.map(({ kind, id: contact, at }) => (
              <Checkbox key={contact} value={contact} className="split-box">
                <span className="split-tick" aria-hidden="true" />
                {names[kind]}, {dateAndTime(at, me.account.timeZone)}
              </Checkbox>
            ))}
          </CheckboxGroup>
          <div className="form-actions">
            <Button onPress={() => setAsking(false)}>Cancel</Button>
            <Button
              type="submit"
              look="primary"
              isDisabled={chosen.length === 0 || chosen.length === contacts.length}
            >
              Split
            </Button>
          </div>
        </form>
      </Dialog>
    </Section>
  )
}

import { useState } from 'react'
import { isOneOf, useMe } from '../../api/me.ts'
import type { Enquiry } from '../../api/types.ts'
import { dateAndTime } from '../../look/format.ts'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Section } from '../../parts/page.tsx'
import { enrolmentWords } from '../follow-up/words.ts'
import { NoteAddress } from './note-address.tsx'
import { type Mailing, useMailing, useSequenceNames } from './use-mailing.ts'
import './mailing.css'

const verdicts = {
  yes: { tone: 'good', text: 'may be written to' },
  'no-consent': { tone: 'warn', text: 'did not agree to mails' },
  unsubscribed: { tone: 'signal', text: 'wants no more mails' },
  'no-address': { tone: 'plain', text: 'no address' },
} as const satisfies Readonly<Record<Mailing['mayBeMailed'], { tone: string; text: string }>>

/** How they agreed, as it is told to whoever asks. */
function whyOf({ consent, mayBeMailed, unsubscribedAt }: Mailing, timeZone: string): string {
  const parts: string[] = []
  if (consent) {
    const how =
      consent.by === 'form'
        ? `ticked “${consent.detail}” in a form`
        : consent.basis === 'soft-opt-in'
          ? `asked for a price or bought: ${consent.detail}`
          : `agreed: ${consent.detail}`
    parts.push(`On ${dateAndTime(consent.at, timeZone)} they ${how}.`)
  }
  if (unsubscribedAt) parts.push(`Unsubscribed on ${dateAndTime(unsubscribedAt, timeZone)}.`)
  if (mayBeMailed === 'no-consent')
    parts.push('The address is known, but nobody noted that they agreed: no sequence writes to it.')
  return parts.join(' ')
}

/** Whether whoever enquired may be written to, and why. */
export function MailingOf({ enquiry }: { readonly enquiry: Enquiry }) {
  const me = useMe()
  // Sequences and addresses are for whoever speaks with people.
  const isShown = isOneOf(me, 'owner', 'marketer', 'agent')
  const mailing = useMailing(enquiry, isShown)
  const [isNoting, setNoting] = useState(false)
  if (!isShown || !mailing) return null
  const { email, mayBeMailed } = mailing
  const { tone, text } = verdicts[mayBeMailed]
  return (
    <Section
      title="E-mail"
      actions={
        <Button size="s" onPress={() => setNoting(true)}>
          {email === null ? 'Note an address…' : mayBeMailed === 'yes' ? 'Change…' : 'Note consent…'}
        </Button>
      }
    >
      {email === null ? (
        <p className="quiet mailing">
          No address is known: nothing is sent by itself. Note what they said, with their consent.
        </p>
      ) : (
        <div className="mailing">
          <p>
            <span className="mailing-address">{email}</span> <Badge tone={tone}>{text}</Badge>
          </p>
          <p className="quiet small">{whyOf(mailing, me.account.timeZone)}</p>
          <Sequences of={mailing} timeZone={me.account.timeZone} />
        </div>
      )}
      {isNoting && (
        <NoteAddress
          contact={email === null ? (enquiry.contacts.at(-1)?.id ?? mailing.contact) : mailing.contact}
          // A masked address is none to send back.
          known={me.rights.phones ? (email ?? '') : ''}
          onClose={() => setNoting(false)}
        />
      )}
    </Section>
  )
}

function Sequences({ of: { sequences }, timeZone }: { readonly of: Mailing; readonly timeZone: string }) {
  const names = useSequenceNames(sequences.length > 0)
  if (sequences.length === 0) return null
  return (
    <ul className="small mailing-sequences">
      {sequences.map(({ sequenceId, state, because, nextAt, startedAt }) => (
        <li key={`${sequenceId} ${startedAt}`}>
          {names.find(({ id }) => id === sequenceId)?.name ?? 'A sequence that is gone'}{' '}
          <span className="quiet">
            {nextAt ? `next mail ${dateAndTime(nextAt, timeZone)}` : enrolmentWords({ state, because })}
          </span>
        </li>
      ))}
    </ul>
  )
}

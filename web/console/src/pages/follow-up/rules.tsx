import { useState } from 'react'
import { api } from '../../api/request.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Trouble } from '../../parts/empty.tsx'
import { Field, Switch } from '../../parts/field.tsx'
import { LinesField } from '../../parts/lines-field.tsx'
import { Section } from '../../parts/page.tsx'
import { type FollowUp, useChange } from './queries.ts'

const workdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const
const some = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`
const spanOf = ({ hours }: FollowUp) => hours.monday?.[0] ?? { from: '09:00', until: '17:00' }

/** What holds for every mail of every sequence, in sentences. */
export function Rules({ rules, mayPlan }: { readonly rules: FollowUp; readonly mayPlan: boolean }) {
  const [isOpen, setOpen] = useState(false)
  const { from, until } = spanOf(rules)
  const { quiet, cap, openTracking, replyTo, postalAddress, consentFields } = rules
  const hush = quiet.from === quiet.until ? 'at no hour' : `from ${quiet.from} to ${quiet.until}`
  return (
    <Section
      title="When mails may go"
      actions={
        mayPlan && (
          <Button size="s" onPress={() => setOpen(true)}>
            Change
          </Button>
        )
      }
    >
      <dl className="follow-rules">
        <dt>Delays</dt>
        <dd>
          count while the business is open, Mondays {from}–{until} and so on.
        </dd>
        <dt>Quiet</dt>
        <dd>
          {hush}
          {quiet.days.length > 0 &&
            ` and on ${quiet.days.map((day) => `${day.charAt(0).toUpperCase()}${day.slice(1)}s`).join(', ')}`}
          ; what is due then goes out spread over the next two hours of sending.
        </dd>
        <dt>At most</dt>
        <dd>
          {some(cap.mails, 'mail')} to one person in {some(cap.days, 'day')}, of all sequences together.
        </dd>
        <dt>Consent</dt>
        <dd>
          Nobody is written to without one on record: a field of a form (
          {consentFields.length === 0 ? 'newsletter, marketing, consent, opt-in…' : consentFields.join(', ')}
          ), or what an agent noted, with its basis. Every mail has a way out by one click.
        </dd>
        <dt>Opening</dt>
        <dd>{openTracking ? 'is told by a picture in each mail.' : 'is not tracked; clicks are.'}</dd>
        <dt>Answers</dt>
        <dd>{replyTo ? `go to ${replyTo}.` : 'go to the sender’s address: name one that people read.'}</dd>
        <dt>At the foot</dt>
        <dd>{postalAddress ?? 'no postal address yet: most countries’ law wants one.'}</dd>
      </dl>
      {isOpen && <RulesDialog rules={rules} onClose={() => setOpen(false)} />}
    </Section>
  )
}

function RulesDialog({ rules, onClose }: { readonly rules: FollowUp; readonly onClose: () => void }) {
  const [open, setOpen] = useState(spanOf(rules))
  const [quiet, setQuiet] = useState(rules.quiet)
  const [mails, setMails] = useState(String(rules.cap.mails))
  const [days, setDays] = useState(String(rules.cap.days))
  const [openTracking, setTracking] = useState(rules.openTracking)
  const [replyTo, setReplyTo] = useState(rules.replyTo ?? '')
  const [postalAddress, setAddress] = useState(rules.postalAddress ?? '')
  const [consentFields, setFields] = useState<readonly string[]>(rules.consentFields)
  const first = spanOf(rules)
  const areHoursChanged = open.from !== first.from || open.until !== first.until
  const save = useChange(
    'rules',
    () =>
      api.patch('/v1/follow-up', {
        // Hours of single days that were set elsewhere stay, unless all workdays are given others.
        ...(areHoursChanged && {
          hours: { ...rules.hours, ...Object.fromEntries(workdays.map((day) => [day, [open]])) },
        }),
        quiet,
        cap: { mails: Number(mails), days: Number(days) },
        openTracking,
        replyTo: replyTo.trim() === '' ? null : replyTo.trim(),
        postalAddress: postalAddress.trim() === '' ? null : postalAddress,
        consentFields,
      }),
    { said: 'Saved.', onDone: onClose },
  )
  return (
    <Dialog title="When mails may go" isOpen isWide onClose={onClose}>
      <form
        className="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <div className="mail-button">
          <Field
            label="Open on workdays from"
            value={open.from}
            onChange={(from) => setOpen({ ...open, from })}
          />
          <Field label="to" value={open.until} onChange={(until) => setOpen({ ...open, until })} />
        </div>
        <div className="mail-button">
          <Field label="Quiet from" value={quiet.from} onChange={(from) => setQuiet({ ...quiet, from })} />
          <Field label="until" value={quiet.until} onChange={(until) => setQuiet({ ...quiet, until })} />
        </div>
        <Switch
          isOn={quiet.days.includes('sunday')}
          onChange={(isOn) =>
            setQuiet({
              ...quiet,
              days: [...quiet.days.filter((day) => day !== 'sunday'), ...(isOn ? (['sunday'] as const) : [])],
            })
          }
        >
          Quiet on Sundays
        </Switch>
        <div className="mail-button">
          <Field label="Mails to one person" inputMode="numeric" value={mails} onChange={setMails} />
          <Field label="in so many days" inputMode="numeric" value={days} onChange={setDays} />
        </div>
        <Field label="Answers go to" inputMode="email" value={replyTo} onChange={setReplyTo} />
        <Field label="Postal address, at the foot" lines={2} value={postalAddress} onChange={setAddress} />
        <LinesField
          label="Fields of forms that say yes to mails"
          help="One a line. None: newsletter, marketing, consent, opt-in and the like."
          value={consentFields}
          onChange={setFields}
        />
        <Switch isOn={openTracking} onChange={setTracking}>
          Tell by a picture in each mail that it was opened
        </Switch>
        {save.error && <Trouble error={save.error} />}
        <div className="form-actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" look="primary" isDisabled={save.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

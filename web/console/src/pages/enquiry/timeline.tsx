import {
  FileText,
  Flag,
  Globe,
  type LucideIcon,
  MessageSquare,
  Phone,
  PhoneMissed,
  Ticket,
} from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import { useMe } from '../../api/me.ts'
import type { Call, Session } from '../../api/types.ts'
import { date, duration, money, phone, time } from '../../look/format.ts'
import { detailOf } from '../../look/source.ts'
import { Badge } from '../../parts/badge.tsx'
import { Player } from '../../parts/player.tsx'
import type { Moment } from './story.ts'
import './timeline.css'

/** Of a visit with many pages, so many are shown at first. */
const shownPages = 4

/** `/boilers?size=2`: what tells the pages of one site from each other. */
function pathOf(url: string): string {
  const { pathname, search } = new URL(url, location.href)
  return pathname + (search.length > 30 ? '' : search)
}

function Visit({
  of: { pages, touches },
  isCredited,
}: {
  readonly of: Session
  readonly isCredited: boolean
}) {
  const { timeZone } = useMe().account
  const [isWhole, setWhole] = useState(false)
  const [touch] = touches
  const shown = isWhole ? pages : pages.slice(0, shownPages)
  return (
    <>
      <p>
        Visit from <strong>{touch?.channel ?? 'an unknown source'}</strong>
        {touch && detailOf(touch) !== '' && <span className="quiet"> {detailOf(touch)}</span>}
        {!isCredited && (
          <>
            {' '}
            <Badge>no credit</Badge>
          </>
        )}
      </p>
      <ol className="story-pages">
        {shown.map(({ at, url, title }) => (
          <li key={at + url} title={url}>
            <span className="quiet small">{time(at, timeZone)}</span>
            <span>{title || pathOf(url)}</span>
            {title && <span className="quiet small mono">{pathOf(url)}</span>}
          </li>
        ))}
      </ol>
      {pages.length > shownPages && !isWhole && (
        <button type="button" className="story-more" onClick={() => setWhole(true)}>
          {pages.length - shownPages} more pages
        </button>
      )}
    </>
  )
}

const outcomes = {
  answered: 'answered',
  missed: 'missed',
  abandoned: 'given up by the caller',
  voicemail: 'left a message',
  'in-progress': 'in progress',
} as const

function CallMoment({ of: call }: { readonly of: Call }) {
  const { rights } = useMe()
  return (
    <>
      <p>
        <strong>Call</strong> from <Link href={`/calls?call=${call.callSid}`}>{phone(call.from)}</Link> to{' '}
        {phone(call.number)}, {outcomes[call.outcome]}
        {call.talkSeconds !== null && call.talkSeconds > 0 && <> · {duration(call.talkSeconds)}</>}
        {call.spam && (
          <>
            {' '}
            <Badge tone="warn">spam</Badge>
          </>
        )}
      </p>
      {call.note && <p className="story-note">{call.note}</p>}
      {rights.recordings &&
        call.recordings.map((recording) => (
          <Player key={recording.id} recording={recording} callSid={call.callSid} />
        ))}
    </>
  )
}

const contactNames = {
  call: 'Call',
  text: 'Text',
  form: 'Form sent',
  redemption: 'Code redeemed online',
} as const
const codeSays = {
  shown: 'shown on the page',
  given: 'given in the call',
  quoted: 'quoted in the call',
  redeemed: 'redeemed online',
} as const
const quotedHow: Readonly<Record<string, string>> = {
  agent: 'to the agent',
  keypad: 'by keypad',
  speech: 'by voice',
  text: 'by text',
  sms: 'by text',
}

function iconOf(moment: Moment): LucideIcon {
  switch (moment.kind) {
    case 'visit':
      return Globe
    case 'call':
      return moment.call.outcome === 'answered' ? Phone : PhoneMissed
    case 'text':
      return MessageSquare
    case 'code':
      return Ticket
    case 'outcome':
    case 'revision':
      return Flag
    case 'contact':
      return { call: Phone, text: MessageSquare, form: FileText, redemption: Ticket }[moment.what]
  }
}

function Told({ moment }: { readonly moment: Moment }): ReactNode {
  const { currency } = useMe().account
  switch (moment.kind) {
    case 'visit':
      return <Visit of={moment.session} isCredited={moment.isCredited} />
    case 'call':
      return <CallMoment of={moment.call} />
    case 'text':
      return (
        <>
          <p>
            <strong>Text</strong> from {phone(moment.conversation.from)} to{' '}
            {phone(moment.conversation.number)}
          </p>
          {moment.conversation.messages.map(({ messageSid, body }) => (
            <p key={messageSid} className="story-note">
              {body}
            </p>
          ))}
        </>
      )
    case 'contact':
      return (
        <p>
          <strong>{contactNames[moment.what]}</strong>
        </p>
      )
    case 'code':
      return (
        <p>
          Code <span className="mono">{moment.display}</span> <strong>{codeSays[moment.what]}</strong>
          {moment.what === 'quoted' && moment.how && ` ${quotedHow[moment.how] ?? ''}`}
        </p>
      )
    case 'outcome':
      return (
        <p>
          Outcome: <strong>{moment.stage}</strong>
          {moment.valueMinorUnits !== undefined && <> · {money(moment.valueMinorUnits, currency, true)}</>}
        </p>
      )
    case 'revision':
      return <p className="quiet">Revision {moment.revision}</p>
  }
}

/** From the first visit to the outcome, day by day, on one line. */
export function Timeline({ moments }: { readonly moments: readonly Moment[] }) {
  const { timeZone } = useMe().account
  const days: { readonly day: string; readonly moments: Moment[] }[] = []
  for (const moment of moments) {
    const day = date(moment.at, timeZone)
    const last = days.at(-1)
    if (last?.day === day) last.moments.push(moment)
    else days.push({ day, moments: [moment] })
  }
  return (
    <div className="story">
      {days.map(({ day, moments: ofDay }) => (
        <section key={day} aria-label={day}>
          <h3 className="story-day">{day}</h3>
          <ol className="story-moments">
            {ofDay.map((moment) => {
              const Icon = iconOf(moment)
              return (
                <li key={moment.key} className={`story-moment story-${moment.kind}`}>
                  <time className="small quiet" dateTime={moment.at}>
                    {time(moment.at, timeZone)}
                  </time>
                  <span className="story-mark">
                    <Icon aria-hidden="true" />
                  </span>
                  <div className="story-told">
                    <Told moment={moment} />
                  </div>
                </li>
              )
            })}
          </ol>
        </section>
      ))}
    </div>
  )
}

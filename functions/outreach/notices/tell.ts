import { isUnanswered } from '../../../shared/domain/notification.ts'
import { displayPhone } from '../../../shared/domain/phone.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { Rights } from '../../../shared/http/caller.ts'
import type { Action, Block, FactRow } from '../mails/letter.ts'
import { writtenSeconds, writtenSource, writtenTime, writtenUrl } from '../mails/words.ts'
import { maskedPhone } from './mask.ts'
import type { Notice } from './notice.ts'

export interface Telling {
  readonly timeZone: string
  readonly rights: Rights
  readonly enquiryUrl: string
  /** Of the recording, if it may be heard. */
  readonly recordingUrl?: string | undefined
}

export interface ToldNotice {
  readonly subject: string
  readonly preview: string
  readonly kicker: string
  readonly title: string
  readonly lead: string
  readonly blocks: readonly Block[]
}

const dialable = (phone: string) => /^\+\d{5,15}$/.test(phone)

function kickerOf({ kind, outcome, isOpening }: Notice): string {
  if (kind === 'call') {
    if (outcome === 'voicemail') return 'Missed call, message left'
    if (outcome === 'abandoned') return 'Missed call, hung up early'
    return outcome === 'missed' ? 'Missed call' : isOpening ? 'New enquiry by phone' : 'Another call'
  }
  const means = { text: 'by text', form: 'by form', redemption: 'with a code' } as const
  return isOpening ? `New enquiry ${means[kind]}` : `Further contact ${means[kind]}`
}

/** Whom it is from, as far as the reader may know. */
function whoOf({ phone, name, email, kind }: Notice, { phones }: Rights): string {
  if (!phones) return phone !== undefined && dialable(phone) ? maskedPhone(phone) : 'Somebody'
  if (name) return name
  if (phone !== undefined) return dialable(phone) ? displayPhone(phone, 'international') : phone
  return email ?? (kind === 'call' ? 'A withheld number' : 'Somebody unnamed')
}

function reachRows({ phone, name, email }: Notice, { phones }: Rights): FactRow[] {
  if (!phones) return []
  const rows: FactRow[] = []
  if (phone !== undefined && name) {
    rows.push({
      label: 'Phone',
      value: dialable(phone) ? displayPhone(phone, 'international') : phone,
      ...(dialable(phone) && { href: `tel:${phone}` }),
    })
  }
  if (email && (name || phone !== undefined))
    rows.push({ label: 'E-mail', value: email, href: `mailto:${encodeURI(email)}` })
  return rows
}

function sourceRow({ source, because }: Notice): FactRow {
  if (!source) return { label: 'Source', value: 'Not known', note: because }
  const { channel, detail } = writtenSource(source)
  const note = [detail, because].filter((part) => part !== undefined && part !== '').join('\n')
  return { label: 'Source', value: channel, note: note === '' ? undefined : note }
}

function callRow({ kind, outcome, talkSeconds, waitedSeconds }: Notice): FactRow[] {
  if (kind !== 'call') return []
  if (outcome === 'answered')
    return talkSeconds === undefined ? [] : [{ label: 'Talked', value: writtenSeconds(talkSeconds) }]
  return waitedSeconds === undefined ? [] : [{ label: 'On the line', value: writtenSeconds(waitedSeconds) }]
}

function numberRow({ number }: Notice): FactRow[] {
  if (!number) return []
  const written = displayPhone(number.number, 'international')
  return [
    number.label
      ? { label: 'Number dialled', value: number.label, note: written }
      : { label: 'Number dialled', value: written },
  ]
}

const pageRow = ({ page }: Notice): FactRow[] =>
  page === undefined
    ? []
    : [{ label: 'Page', value: page.title || writtenUrl(page.url), note: page.title && writtenUrl(page.url) }]

const codeRow = ({ code }: Notice): FactRow[] =>
  code === undefined ? [] : [{ label: 'Code', value: code.display, note: code.campaign }]

function quotes({ written, recording }: Notice, { phones, recordings }: Rights): Block[] {
  const blocks: Block[] = []
  if (recordings && recording?.transcript)
    blocks.push({ block: 'quote', title: 'The message', text: recording.transcript })
  // What people write names them, as often as not.
  if (phones) for (const { label, text } of written) blocks.push({ block: 'quote', title: label, text })
  return blocks
}

function actionsOf(notice: Notice, { rights, enquiryUrl, recordingUrl }: Telling): Action[] {
  const { phone, recording } = notice
  const actions: Action[] = [{ label: 'Open the enquiry', href: enquiryUrl }]
  if (recording && recordingUrl !== undefined) {
    const length = recording.seconds === null ? '' : ` (${writtenSeconds(recording.seconds)})`
    const what = recording.kind === 'voicemail' ? 'Hear the message' : 'Hear the call'
    actions.push({ label: what + length, href: recordingUrl })
  }
  if (rights.phones && isUnanswered(notice) && phone !== undefined && dialable(phone))
    actions.push({ label: `Call ${displayPhone(phone, 'international')}`, href: `tel:${phone}` })
  return actions
}

function leadOf({ isFirst, isOpening, kind }: Notice, at: Instant, timeZone: string): string {
  const standing =
    isFirst && isOpening ? 'The first time that they are in touch.' : 'They have been in touch before.'
  const verb = kind === 'call' ? 'Called' : kind === 'redemption' ? 'Redeemed' : 'Sent'
  return `${verb} ${writtenTime(at, timeZone)}. ${standing}`
}

/** A contact in words, no more of it than the reader may know. */
export function tellNotice(notice: Notice, telling: Telling): ToldNotice {
  const { rights, timeZone } = telling
  const kicker = kickerOf(notice)
  const who = whoOf(notice, rights)
  const source = sourceRow(notice)
  const named =
    notice.source?.source && !notice.source.source.startsWith('(') ? ` (${notice.source.source})` : ''
  const from = notice.source ? ` · ${source.value}${named}` : ''
  return {
    subject: `${kicker}: ${who}${from}`,
    preview: [source.note?.split('\n')[0], notice.page && writtenUrl(notice.page.url), notice.code?.display]
      .filter(Boolean)
      .join(' · '),
    kicker,
    title: who,
    lead: leadOf(notice, notice.at, timeZone),
    blocks: [
      ...quotes(notice, rights),
      {
        block: 'facts',
        rows: [
          source,
          ...pageRow(notice),
          ...codeRow(notice),
          ...numberRow(notice),
          ...callRow(notice),
          ...reachRows(notice, rights),
        ],
      },
      { block: 'actions', actions: actionsOf(notice, telling) },
    ],
  }
}

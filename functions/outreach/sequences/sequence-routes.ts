import type { Hono } from 'hono'
import { type AccountId, isIdOf } from '../../../shared/domain/ids.ts'
import { fillIn, neededPlaceholders } from '../../../shared/domain/mail-wording.ts'
import {
  mostSequences,
  type Sequence,
  type SequenceMail,
  stopReasons,
} from '../../../shared/domain/sequence.ts'
import { pageOf, positionOfCursor } from '../../../shared/http/list.ts'
import { type Guards, handle, reply } from '../../../shared/http/operation.ts'
import { isRefusal, type Refusal, refuse } from '../../../shared/http/problem.ts'
import { enrol } from './enrol.ts'
import { listEnrolments, startSequence, stopSequence } from './enrolment-schema.ts'
import type { FollowUpDeps } from './ports.ts'
import { renderEnrolment, renderSequence, renderSettings } from './render-sequence.ts'
import {
  changeSequence,
  createSequence,
  deleteSequence,
  getSequence,
  listSequences,
  type NewSequence,
  previewMail,
} from './sequence-schema.ts'
import { changeFollowUp, getFollowUp } from './settings-schema.ts'
import { writeMail } from './write-mail.ts'

const isId = isIdOf('sequence')
const unknown = refuse('not_found', 'The account has no sequence of this id.')
const noContact = refuse('not_found', 'Nobody is known by this contact.')
const elsewhere = refuse('invalid_body', 'The body does not fit; see `errors`.', {
  errors: [{ path: 'goesOnTo', message: 'Must be another sequence of the account.' }],
})

/** What people are filled in with where nobody is meant in particular. */
const sample = { name: 'Alex', code: '123-456', benefit: '10% off' }

/** A mail keeps its name; a new one is given the first that is free. */
function named(given: NonNullable<NewSequence['mails']>): SequenceMail[] {
  const taken = new Set(given.flatMap(({ id }) => id ?? []))
  let last = 0
  return given.map(({ id, button, ...mail }) => {
    while (id === undefined && taken.has(`m${last + 1}`)) last += 1
    if (id === undefined) last += 1
    const { subject, text, delayWorkingHours, value } = mail
    return {
      id: id ?? `m${last}`,
      subject,
      text,
      delayWorkingHours,
      value,
      ...(button && { button }),
    }
  })
}

export function mountSequences(app: Hono, guards: Guards, deps: FollowUpDeps, newId: () => string): void {
  const { sequences, mailing, ledger, vault, now } = deps

  async function tell(account: AccountId, sequence: Sequence) {
    const [results, settings] = await Promise.all([
      sequences.results(account, sequence.id),
      sequences.settings(account),
    ])
    return renderSequence(sequence, results, settings)
  }
  const find = async (account: AccountId, id: string) =>
    isId(id) ? await sequences.get(account, id) : undefined
  async function refusedSequel(
    account: AccountId,
    sequel: string | null | undefined,
    self?: string,
  ): Promise<Refusal | undefined> {
    if (sequel === null || sequel === undefined) return undefined
    return sequel !== self && (await find(account, sequel)) ? undefined : elsewhere
  }

  handle(app, guards, listSequences, async ({ account }) => {
    const all = await sequences.list(account)
    return reply(200, { data: await Promise.all(all.map((each) => tell(account, each))), nextCursor: null })
  })

  handle(app, guards, createSequence, async ({ account, body }) => {
    // Of several that come at once one more may pass: the limit keeps a list readable, and nothing hangs on it.
    if ((await sequences.list(account)).length >= mostSequences) {
      return refuse('too_many', `${mostSequences} sequences are kept: delete one first.`)
    }
    const refused = await refusedSequel(account, body.goesOnTo)
    if (refused) return refused
    const { name, kind = 'follow-up', active = false, mails = [], stopOn = [...stopReasons], goesOnTo } = body
    const at = now()
    const sequence: Sequence = {
      id: newId(),
      name,
      kind,
      active,
      mails: named(mails),
      stopOn: stopReasons.filter((each) => stopOn.includes(each)),
      ...(goesOnTo && { goesOnTo }),
      createdAt: at,
      changedAt: at,
    }
    await sequences.create(account, sequence)
    return reply(201, await tell(account, sequence))
  })

  handle(app, guards, previewMail, async ({ account, body }) => {
    const [business, settings] = await Promise.all([
      ledger.accounts.get(account),
      sequences.settings(account),
    ])
    if (!business) throw new Error(`no account ${account}`)
    const { subject, text, button, name } = body
    const mail = { id: 'preview', delayWorkingHours: 0, subject, text, value: '', ...(button && { button }) }
    const wording = { ...sample, business: business.branding?.name ?? business.name, ...(name && { name }) }
    const written = await writeMail(deps, {
      account: business,
      settings,
      sequence: { name: 'preview' },
      mail,
      wording,
      to: 'reader@example.com',
      address: 'preview',
      record: 'preview',
    })
    const missing = neededPlaceholders(`${subject}\n${text}\n${button?.label ?? ''}`).filter(
      (each) => each !== 'business',
    )
    return reply(200, {
      subject: fillIn(subject, wording),
      html: written.mail.html ?? '',
      text: written.mail.text,
      missing,
    })
  })

  handle(app, guards, getSequence, async ({ account, params: { id } }) => {
    const sequence = await find(account, id)
    return sequence ? reply(200, await tell(account, sequence)) : unknown
  })

  handle(app, guards, changeSequence, async ({ account, params: { id }, body }) => {
    const before = await find(account, id)
    if (!before) return unknown
    const refused = await refusedSequel(account, body.goesOnTo, id)
    if (refused) return refused
    const { mails, stopOn, goesOnTo, ...rest } = body
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
    const { goesOnTo: wentOnTo, ...others } = before
    const next = goesOnTo === undefined ? wentOnTo : (goesOnTo ?? undefined)
    const sequence: Sequence = {
      ...others,
      ...given,
      ...(mails && { mails: named(mails) }),
      ...(stopOn && { stopOn: stopReasons.filter((each) => stopOn.includes(each)) }),
      ...(next !== undefined && { goesOnTo: next }),
      changedAt: now(),
    }
    if (!(await sequences.replace(account, sequence))) return unknown
    return reply(200, await tell(account, sequence))
  })

  handle(app, guards, deleteSequence, async ({ account, params: { id } }) =>
    isId(id) && (await sequences.remove(account, id)) ? reply(204) : unknown,
  )

  handle(app, guards, listEnrolments, async ({ account, params: { id }, query: { limit, cursor } }) => {
    if (!(await find(account, id))) return unknown
    const before = positionOfCursor(cursor, (text) => /^\d{4}-[^#]{1,40}#[A-Za-z0-9_-]{1,64}$/.test(text))
    if (isRefusal(before)) return before
    const found = await mailing.enrolled(account, id, limit + 1, before)
    const { data, nextCursor } = pageOf(found, limit, ({ place }) => place)
    const open = (sealed: string) => vault.open(account, sealed)
    return reply(200, {
      data: data.map(({ enrolment, standing }) => renderEnrolment(enrolment, standing, open)),
      nextCursor,
    })
  })

  handle(app, guards, startSequence, async ({ account, caller, params: { id }, body: { contact } }) => {
    if (!(await find(account, id))) return unknown
    const at = now()
    const by = caller.kind === 'member' ? caller.id : 'api'
    const event = `by hand ${by} ${contact} ${at}`
    const outcome = await enrol(deps, { account, contacts: [contact], sequence: id, event, eventAt: at })
    return reply(201, { contact, outcome })
  })

  handle(app, guards, stopSequence, async ({ account, params: { id }, body: { contact } }) => {
    if (!(await find(account, id))) return unknown
    const [address] = await mailing.addressesOf(account, [contact])
    if (address === undefined) return noContact
    const isMeant = ({ sequence }: { sequence: string }) =>
      sequence === id ? ('by-hand' as const) : undefined
    const stopped = await mailing.stop(account, address, isMeant, now())
    return reply(200, { contact, outcome: stopped.length > 0 ? 'stopped' : 'not-in-it' })
  })

  handle(app, guards, getFollowUp, async ({ account }) =>
    reply(200, renderSettings(await sequences.settings(account))),
  )
  handle(app, guards, changeFollowUp, async ({ account, body }) => {
    await sequences.change(account, body)
    return reply(200, renderSettings(await sequences.settings(account)))
  })
}

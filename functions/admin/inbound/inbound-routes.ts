import type { Hono } from 'hono'
import { isIdOf } from '../../../shared/domain/ids.ts'
import { type Inbound, type InboundAuth, readMessage } from '../../../shared/domain/inbound.ts'
import { readOutcome } from '../../../shared/domain/told-outcome.ts'
import { readBytes } from '../../../shared/http/body.ts'
import { sha256Hex } from '../../../shared/http/digest.ts'
import { handle, reply } from '../../../shared/http/operation.ts'
import { isRefusal, refuse } from '../../../shared/http/problem.ts'
import type { AdminDeps } from '../deps.ts'
import { takeOutcome, termsOf } from '../outcomes/take-outcomes.ts'
import {
  changeInbound,
  createInbound,
  deleteInbound,
  listInbound,
  mostInbound,
  receiveInbound,
  tryInbound,
} from './inbound-operations.ts'
import { isSender } from './sender.ts'

const unknown = refuse('not_found', 'There is no such address.')
const noMessage = refuse('bad_request', 'The body is no message: send JSON or a form’s fields, in UTF-8.')
const isId = isIdOf('inbound')
const secretBytes = 24
const noList = 'The message has no list where the map says.'

const shownAuth = ({ kind, ...auth }: InboundAuth) =>
  'header' in auth ? { kind, header: auth.header, encoding: auth.encoding, prefix: auth.prefix } : { kind }
const shown = ({ id, name, map, auth, isActive, createdAt, last = undefined }: Inbound) => ({
  id,
  name,
  map,
  auth: shownAuth(auth),
  active: isActive,
  createdAt,
  last: last ?? null,
})

/** A JSON message, or the fields of a form. */
function parseMessage(bytes: Uint8Array, contentType: string): unknown {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) {
    return Object.fromEntries(new URLSearchParams(text))
  }
  return JSON.parse(text)
}

export function mountInbound(app: Hono, deps: AdminDeps, newId: () => string): void {
  const { guards, accounts, inbound, vault, randomBytes, now, publicBaseUrl } = deps

  handle(app, guards, tryInbound, async ({ account: id, body: { map, message } }) => {
    const account = await accounts.get(id)
    if (!account) throw new Error(`no account ${id}`)
    const items = readMessage(map, message)
    if (!items) return reply(200, { outcomes: [], problem: noList })
    const terms = await termsOf(deps, account, { unit: map.unit, needsName: true, country: map.country })
    const outcomes = items.map(({ item, raw }) => {
      if (!raw) return { item, ignored: true, errors: [], outcome: null }
      const read = readOutcome(raw, terms)
      if ('errors' in read) return { item, ignored: false, errors: read.errors, outcome: null }
      const { id = null, phone = null, email = null, stage, valueMinorUnits, at = null, ...rest } = read.told
      const places = { ...rest, clickId: rest.clickId, phone, email }
      return {
        item,
        ignored: false,
        errors: [],
        outcome: {
          id,
          knownBy: Object.entries(places).flatMap(([name, value]) => (value ? [name] : [])),
          phone,
          email,
          stage,
          value:
            valueMinorUnits === undefined ? null : { amount: valueMinorUnits, currency: account.currency },
          at,
        },
      }
    })
    return reply(200, { outcomes, problem: null })
  })

  handle(app, guards, createInbound, async ({ account, body: { name, map, auth } }) => {
    if ((await inbound.list(account)).length >= mostInbound) {
      return refuse('too_many', `${mostInbound} addresses are in use: give one up first.`)
    }
    const id = newId()
    const secret = Buffer.from(randomBytes(secretBytes)).toString('base64url')
    const kept: InboundAuth =
      auth.kind === 'address'
        ? { kind: 'address', digest: sha256Hex(secret) }
        : {
            kind: 'signature',
            header: auth.header,
            encoding: auth.encoding,
            prefix: auth.prefix,
            sealedSecret: vault.seal(account, auth.secret),
          }
    const made: Inbound = { id, account, name, map, auth: kept, isActive: true, createdAt: now() }
    await inbound.create(made)
    const base = `${publicBaseUrl.replace(/\/+$/, '')}/v1/inbound/${id}`
    return reply(201, { ...shown(made), url: auth.kind === 'address' ? `${base}?secret=${secret}` : base })
  })

  handle(app, guards, listInbound, async ({ account }) =>
    reply(200, { data: (await inbound.list(account)).map(shown), nextCursor: null }),
  )

  handle(app, guards, changeInbound, async ({ account, params: { id }, body: { name, map, active } }) => {
    const changed = isId(id) ? await inbound.change(account, id, { name, map, isActive: active }) : undefined
    return changed ? reply(200, shown(changed)) : unknown
  })

  handle(app, guards, deleteInbound, async ({ account, params: { id } }) =>
    isId(id) && (await inbound.remove(account, id)) ? reply(204) : unknown,
  )

  handle(app, guards, receiveInbound, async ({ params: { id }, query: { secret }, context }) => {
    const bytes = await readBytes(context)
    if (isRefusal(bytes)) return bytes
    const found = isId(id) ? await inbound.find(id) : undefined
    const header = (name: string) => context.req.header(name)
    // Whoever may not send is not told whether the address exists.
    if (
      !found ||
      !isSender(found.auth, { secret, header, bytes }, (text) => vault.open(found.account, text))
    ) {
      return unknown
    }
    const account = await accounts.get(found.account)
    if (!found.isActive || !account) return unknown
    let message: unknown
    try {
      message = parseMessage(bytes, header('content-type') ?? '')
    } catch {
      return noMessage
    }
    const { map } = found
    const items = readMessage(map, message)
    const terms = await termsOf(deps, account, { unit: map.unit, needsName: true, country: map.country })
    const rejected: {
      readonly item: number
      readonly errors: readonly { field: string; message: string }[]
    }[] = []
    const counts = { accepted: 0, duplicates: 0, ignored: 0 }
    for (const { item, raw } of items ?? []) {
      if (!raw) {
        counts.ignored += 1
        continue
      }
      const read = readOutcome(raw, terms)
      if ('errors' in read) {
        rejected.push({ item, errors: read.errors })
        continue
      }
      const taken = await takeOutcome(deps, account.id, read.told, id)
      if (taken.kind === 'no-enquiry') {
        rejected.push({ item, errors: [{ field: 'enquiryId', message: 'There is no enquiry of this id.' }] })
      } else counts[taken.isNew ? 'accepted' : 'duplicates'] += 1
    }
    if (!items) rejected.push({ item: 0, errors: [{ field: 'items', message: noList }] })
    const first = rejected[0]?.errors[0]
    await inbound.note(id, {
      at: now(),
      ...counts,
      rejected: rejected.length,
      ...(first && { problem: `${first.field}: ${first.message}` }),
    })
    return reply(200, { ...counts, rejected })
  })
}

import type { Hono } from 'hono'
import type { Account } from '../../../shared/domain/account.ts'
import { type Deal, foldDeal } from '../../../shared/domain/deal.ts'
import { enquiryIdOf } from '../../../shared/domain/enquiry.ts'
import type { DealFact, OutcomeFact } from '../../../shared/domain/fact.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { addDays } from '../../../shared/domain/time.ts'
import { sha256Hex } from '../../../shared/http/digest.ts'
import { pageOf, positionOfCursor } from '../../../shared/http/list.ts'
import { handle, type Reply, reply } from '../../../shared/http/operation.ts'
import { isRefusal, type Refusal, refuse } from '../../../shared/http/problem.ts'
import { decideOutcome } from '../contacts/contact-decide.ts'
import { noEnquiry } from '../contacts/evidence-routes.ts'
import type { AdminDeps } from '../deps.ts'
import { findHolder } from './find-holder.ts'
import { readRows } from './outcome-csv.ts'
import { createOutcome, listOutcomes } from './outcome-operations.ts'
import type { NewOutcome } from './outcome-schema.ts'
import { takeOutcome, takeRows, termsOf } from './take-outcomes.ts'

/** Made of the content, so that the same thing said again has the same id. */
const idOf = ({ contact, stage, valueMinorUnits, at }: OutcomeFact) =>
  `out_${sha256Hex(JSON.stringify([contact, stage, valueMinorUnits, at])).slice(0, 24)}`

const moneyOf = (valueMinorUnits: number | undefined, currency: string) =>
  valueMinorUnits === undefined ? null : { amount: valueMinorUnits, currency }

const otherCurrency = (currency: string, stated: string) =>
  refuse('currency_mismatch', `The account counts in ${currency}: convert the amount from ${stated} first.`, {
    errors: [{ path: 'value.currency', message: `Must be ${currency}.` }],
  })

/** A list that looks for a few among many goes on so far before it shows what it has. */
const mostLookedThrough = 400

export function mountOutcomes(app: Hono, deps: AdminDeps): void {
  const { guards, accounts, enquiries, contacts, deals, vault, now } = deps

  async function accountOf(id: AccountId): Promise<Account> {
    const account = await accounts.get(id)
    if (!account) throw new Error(`no account ${id}`)
    return account
  }

  /** Of a contact that is named, and nothing else: it stands with the contact. */
  async function sayOfContact(account: Account, contact: string, body: NewOutcome): Promise<Reply | Refusal> {
    const [facts, row] = await Promise.all([
      contacts.factsOf(account.id, contact),
      enquiries.find(account.id, enquiryIdOf(contact)),
    ])
    const said = { account: account.id, contact, facts, now: now() }
    const decision = decideOutcome(said, body, account.currency)
    if ('otherCurrency' in decision) return otherCurrency(account.currency, decision.otherCurrency)
    if ('errors' in decision) {
      return refuse('invalid_body', 'The body does not fit; see `errors`.', { errors: decision.errors })
    }
    await contacts.record(decision.fact)
    const { stage, valueMinorUnits, at } = decision.fact
    const value = moneyOf(valueMinorUnits, account.currency)
    return reply(201, {
      id: idOf(decision.fact),
      contact,
      enquiryId: row?.enquiry.id ?? null,
      stage,
      value,
      at,
    })
  }

  async function sayOfDeal(account: Account, body: NewOutcome): Promise<Reply | Refusal> {
    const valueMinorUnits = typeof body.value === 'object' ? body.value?.amount : body.value
    if (body.at !== undefined && body.at > addDays(now(), 1)) {
      return refuse('invalid_body', 'The body does not fit; see `errors`.', {
        errors: [{ path: 'at', message: 'Must not be more than a day ahead.' }],
      })
    }
    const taken = await takeOutcome(deps, account.id, { ...body, valueMinorUnits }, 'api')
    if (taken.kind === 'no-enquiry') return noEnquiry
    const { deal, stage, at } = taken.fact
    const told = await deals.factsOf(account.id, deal)
    const holder = await findHolder(deps, account.id, foldDeal([...told, taken.fact]))
    const value = moneyOf(taken.fact.valueMinorUnits, account.currency)
    const { contact = null, enquiryId = null } = holder ?? {}
    return reply(201, { id: deal, contact, enquiryId, stage, value, at })
  }

  handle(app, guards, createOutcome, async ({ account: id, body, query, csv }) => {
    const account = await accountOf(id)
    if (csv) {
      const { rows, failedAt } = readRows(csv)
      const terms = await termsOf(deps, account, {
        unit: query.unit ?? 'major',
        needsName: true,
        country: query.country,
      })
      const { accepted, duplicates, rejected } = await takeRows(deps, account, rows, terms)
      return reply(200, {
        accepted,
        duplicates,
        rejected: [...rejected, ...(failedAt ? [{ ...failedAt, code: 'invalid_csv' }] : [])],
      })
    }
    const { currency } = account
    const stated = typeof body.value === 'object' ? body.value?.currency : undefined
    if (stated !== undefined && stated !== currency) return otherCurrency(currency, stated)
    const isDeal = [body.id, body.phone, body.email, body.clickId].some((each) => each !== undefined)
    if (isDeal) return sayOfDeal(account, body)
    const named = body.callSid ?? body.contact
    const contact = named ?? (await enquiries.find(id, body.enquiryId as string))?.enquiry.contacts[0]?.id
    return contact === undefined ? noEnquiry : sayOfContact(account, contact, body)
  })

  const nameOf = (account: AccountId, facts: readonly DealFact[]) => {
    const sealed = facts.findLast(({ sealedName }) => sealedName !== undefined)?.sealedName
    return sealed === undefined ? null : vault.open(account, sealed)
  }
  async function rowOf(
    { id, currency }: Account,
    heard: { readonly deal: string; readonly heardAt: string },
  ) {
    const facts = await deals.factsOf(id, heard.deal)
    if (facts.length === 0) return undefined
    const deal: Deal = foldDeal(facts)
    const holder = await findHolder(deps, id, deal)
    return {
      id: deal.id,
      name: nameOf(id, facts),
      heardAt: heard.heardAt,
      by: facts.find(({ heardAt }) => heardAt === heard.heardAt)?.by ?? facts[0]?.by ?? '',
      knownBy: [...new Set(deal.about.map((node) => node.slice(0, node.indexOf(':'))))],
      contact: holder?.contact ?? null,
      enquiryId: holder?.enquiryId ?? null,
      stages: deal.outcomes.map(({ stage, valueMinorUnits, at }) => ({
        stage,
        value: moneyOf(valueMinorUnits, currency),
        at,
      })),
    }
  }

  handle(app, guards, listOutcomes, async ({ account: id, query: { limit, cursor, waiting } }) => {
    const after = positionOfCursor(cursor, (position) => /^\d{4}-\d{2}-.{1,200}$/.test(position))
    if (isRefusal(after)) return after
    const account = await accountOf(id)
    const range = { from: account.createdAt, until: now() }
    const found: { readonly place: string; readonly row: Awaited<ReturnType<typeof rowOf>> }[] = []
    let place = after
    for (let looked = 0; found.length <= limit && looked < mostLookedThrough; ) {
      const heard = await deals.heard(id, range, limit + 1, place)
      const rows = await Promise.all(heard.map((each) => rowOf(account, each)))
      for (const [index, each] of heard.entries()) {
        const row = rows[index]
        if (!row || (waiting !== undefined && (row.enquiryId === null) !== (waiting === 'true'))) continue
        found.push({ place: each.place, row })
      }
      looked += heard.length
      place = heard.at(-1)?.place
      if (heard.length <= limit || place === undefined) break
    }
    const page = pageOf(found, limit, (each) => each.place)
    return reply(200, { data: page.data.map(({ row }) => row), nextCursor: page.nextCursor })
  })
}

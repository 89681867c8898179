import type { Enquiry } from '../../api/types.ts'
import { money, share } from '../../look/format.ts'
import { detailOf } from '../../look/source.ts'

const nameOf = (source: Enquiry['source']) =>
  source ? [source.channel, detailOf(source)].filter(Boolean).join(', ') : 'unknown'
const kindNames: Readonly<Record<string, string>> = {
  call: 'a call',
  text: 'a text',
  form: 'a form',
  redemption: 'a code that was redeemed',
}
export const evidenceNames: Readonly<Record<string, string>> = {
  code: 'Code',
  form: 'Form',
  redemption: 'Code entered online',
  lease: 'Number shown to that visit alone',
  'lease-shared': 'Number shown to several visits',
  'phone-click': 'Tap on the number',
  person: 'Same person',
  'source-number': 'Number that stands for a source',
  'source-code': 'Code printed in one place',
  referral: 'Referral',
  'self-reported': 'What the person said',
}
const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

/** What a revision of an enquiry says otherwise than the one before it, in words, most important first. Pure. */
export function changesBetween(before: Enquiry, after: Enquiry): string[] {
  const isIn = <T>(list: readonly T[], keyOf: (each: T) => string) => {
    const keys = new Set(list.map(keyOf))
    return (each: T) => keys.has(keyOf(each))
  }
  const byId = ({ id }: { readonly id: string }) => id
  const changes: string[] = []
  if (nameOf(before.source) !== nameOf(after.source))
    changes.push(`Source: ${nameOf(before.source)} → ${nameOf(after.source)}.`)
  if (before.confidence !== after.confidence)
    changes.push(`Confidence: ${share(before.confidence)} → ${share(after.confidence)}.`)
  const hadRevoked = isIn(before.revokedEvidence, byId)
  const hasRevoked = isIn(after.revokedEvidence, byId)
  const hadEvidence = isIn(before.evidence, byId)
  const hasEvidence = isIn(after.evidence, byId)
  for (const each of after.revokedEvidence)
    if (!hadRevoked(each)) changes.push(`Evidence revoked: ${each.detail}`)
  for (const each of after.evidence)
    if (!hadEvidence(each))
      changes.push(hadRevoked(each) ? `Evidence restored: ${each.detail}` : `New evidence: ${each.detail}`)
  for (const each of before.evidence)
    if (!hasEvidence(each) && !hasRevoked(each))
      changes.push(`Evidence gone: ${lower(evidenceNames[each.kind] ?? each.kind)}.`)
  const hadContact = isIn(before.contacts, byId)
  const hasContact = isIn(after.contacts, byId)
  for (const each of after.contacts)
    if (!hadContact(each)) changes.push(`Joined by ${kindNames[each.kind] ?? each.kind}.`)
  for (const each of before.contacts)
    if (!hasContact(each)) changes.push(`Left by ${kindNames[each.kind] ?? each.kind}.`)
  if (before.journey.length !== after.journey.length)
    changes.push(`Touches: ${before.journey.length} → ${after.journey.length}.`)
  for (const { stage } of after.outcomes.slice(before.outcomes.length)) changes.push(`Outcome: ${stage}.`)
  if (before.value.amount !== after.value.amount)
    changes.push(
      `Value: ${money(before.value.amount, before.value.currency, true)} → ${money(after.value.amount, after.value.currency, true)}.`,
    )
  if (before.selfReported !== after.selfReported && after.selfReported !== null)
    changes.push(`The person said: “${after.selfReported}”.`)
  if (before.excluded !== after.excluded)
    changes.push(after.excluded ? `Left out of every count: ${after.excluded}.` : 'Counts again.')
  return changes
}

/** Every revision but the first, with what it changed, newest first. */
export const historyOf = (revisions: readonly Enquiry[]) =>
  revisions
    .slice(1)
    .map((after, index) => ({
      revision: after.revision,
      changes: changesBetween(revisions[index] as Enquiry, after),
    }))
    .reverse()

import { foldCode } from '../../../shared/domain/code-evidence.ts'
import type { CodeIssuedFact } from '../../../shared/domain/fact.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import type { ContactRef } from '../../../shared/domain/link.ts'
import type { AttributionPorts } from '../deps.ts'

export interface CodeReach {
  readonly contacts: readonly ContactRef[]
  /** Its issue, if that is known. */
  readonly issued: CodeIssuedFact | undefined
}

/**
 * The contacts that a code plays a part in, and its issue: the calls and texts in which it was given or quoted, and its redemptions. All facts
 * of a code stand in one partition, so that whichever of them comes last sees the others.
 */
export async function reachOfCode(
  { ledger, views }: AttributionPorts,
  account: AccountId,
  code: string,
): Promise<CodeReach> {
  const facts = await ledger.codes.factsOf(account, code)
  const { issued } = foldCode(code, facts)
  // Of voided uses, too: what they tied has to be undone.
  const uses = facts.flatMap((fact) => (fact.fact === 'code-used' ? [fact] : []))
  const calls = new Map(
    [issued, ...uses].flatMap((fact) =>
      fact?.callSid === undefined ? [] : [[fact.callSid, fact.at] as const],
    ),
  )
  const texts = new Map(
    uses.flatMap(({ conversation, at }) => (conversation === undefined ? [] : [[conversation, at] as const])),
  )
  for (const contact of [...calls.keys(), ...texts.keys()]) await views.links.linkCode(account, contact, code)
  const contacts = [
    ...[...calls].map(([id, at]) => ({ id, kind: 'call' as const, at })),
    ...[...texts].map(([id, at]) => ({ id, kind: 'text' as const, at })),
    ...uses.flatMap(({ useId, how, at, callSid }) =>
      // Used in a call, it is the call's.
      callSid === undefined && (how === 'online' || how === 'api')
        ? [{ id: useId, kind: 'redemption' as const, at, code }]
        : [],
    ),
  ]
  return { contacts, issued }
}

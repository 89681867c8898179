import { type Consent, withConsent, withoutConsent } from '../domain/consent.ts'
import type { Standing } from '../domain/enrolment.ts'
import type { AccountId, PersonalHash } from '../domain/ids.ts'
import type { Instant } from '../domain/time.ts'
import type { MailingFile } from './mailing-file.ts'

/** What is learnt of an address besides. */
export interface LearntOfAddress {
  readonly sealed: string
  readonly sealedName?: string | undefined
  readonly consent?: Consent | undefined
}

/** Whether an address may be written to, and what its owner is called. */
export function createStandingStore(file: MailingFile) {
  async function changeStanding(
    account: AccountId,
    address: PersonalHash,
    change: (before: Omit<Standing, 'version'>) => Omit<Standing, 'version'>,
  ): Promise<Standing> {
    const after = await file.change(account, address, ({ standing, enrolments }) => {
      const next = change(standing ?? { account, address, sends: [] })
      return next === standing ? undefined : { standing: next, enrolments }
    })
    return after.standing as Standing
  }

  return {
    /** What is newest of a consent holds; an address that was erased is known again only by somebody who gives it anew. */
    learn: (account: AccountId, address: PersonalHash, learnt: LearntOfAddress) =>
      changeStanding(account, address, (before) => {
        const withIt = learnt.consent ? withConsent(before, learnt.consent) : before
        const sealedName = before.sealedName ?? learnt.sealedName
        if (withIt === before && before.sealed !== undefined && before.sealedName === sealedName)
          return before
        return { ...withIt, sealed: before.sealed ?? learnt.sealed, sealedName }
      }),

    unsubscribe: (account: AccountId, address: PersonalHash, at: Instant) =>
      changeStanding(account, address, (before) => withoutConsent(before, at)),

    giveCode: (account: AccountId, address: PersonalHash, code: NonNullable<Standing['code']>) =>
      changeStanding(account, address, (before) => ({ ...before, code })),
  }
}

import type { Account } from '../../../shared/domain/account.ts'
import { benefitText } from '../../../shared/domain/benefit.ts'
import { displayCode } from '../../../shared/domain/code-display.ts'
import type { Standing } from '../../../shared/domain/enrolment.ts'
import { neededPlaceholders, type Wording } from '../../../shared/domain/mail-wording.ts'
import type { SequenceMail } from '../../../shared/domain/sequence.ts'
import type { FollowUpDeps } from './ports.ts'
import { businessOf } from './write-mail.ts'

const namesCode = /\{\{\s*(?:code|benefit)\b/

const wholeText = ({ subject, text, button }: SequenceMail) => `${subject}\n${text}\n${button?.label ?? ''}`

/**
 * What is filled in for one person.
 * @returns `no-code` if the mail is about a code, and the person has none that is good for anything
 */
export async function wordFor(
  { vault, codes, ledger, now }: Pick<FollowUpDeps, 'vault' | 'codes' | 'ledger' | 'now'>,
  account: Pick<Account, 'id' | 'name' | 'branding'>,
  standing: Standing,
  mail: SequenceMail,
): Promise<Wording | 'no-code'> {
  const { sealedName, code: given } = standing
  const base: Wording = {
    business: businessOf(account),
    name: sealedName === undefined ? undefined : vault.open(account.id, sealedName),
  }
  const text = wholeText(mail)
  if (!namesCode.test(text)) return base
  const [code, campaign] = given
    ? await Promise.all([
        codes.get(account.id, given.code),
        ledger.campaigns.get(account.id, given.campaignId),
      ])
    : []
  const isGood = code?.state === 'live' && code.used < code.maxUses && code.expiresAt > now()
  if (!isGood) return neededPlaceholders(text).includes('code') ? 'no-code' : base
  return { ...base, code: displayCode(code.code), benefit: campaign && benefitText(campaign.benefit) }
}

import type { CallOutcome } from './call-outcome.ts'
import type { AccountId, E164, MemberId } from './ids.ts'
import type { ContactKind } from './link.ts'
import type { Role } from './role.ts'

/** Who is written to, by e-mail. */
export interface Recipient {
  readonly id: MemberId
  readonly account: AccountId
  readonly email: string
  readonly role: Role
}

/** `missed`: calls that nobody answered, messages left included. */
export const noticeChoices = ['all', 'missed', 'none'] as const
export type NoticeChoice = (typeof noticeChoices)[number]

/** What one person wants to be told by e-mail. */
export interface NotificationPreferences {
  readonly enquiries: NoticeChoice
  /** The week's report, on Mondays. */
  readonly digest: boolean
  /** What triggers of the account tell this person; unless it is said otherwise: whatever names them. */
  readonly alerts?: boolean | undefined
  /** Enquiries of these channels alone; of all unless given. */
  readonly channels?: readonly string[] | undefined
  /** By these tracking numbers alone; what came by none is told all the same. */
  readonly numbers?: readonly E164[] | undefined
}

/** Until somebody says otherwise. Whoever answers phones is told what was missed, whoever spends money what it brought. */
export const usualPreferences: Readonly<Record<Role, NotificationPreferences>> = {
  owner: { enquiries: 'missed', digest: true },
  agent: { enquiries: 'missed', digest: false },
  marketer: { enquiries: 'none', digest: true },
  viewer: { enquiries: 'none', digest: false },
}

/** As far as it decides who is told of it. */
export interface NoticeSubject {
  readonly kind: ContactKind
  readonly outcome?: CallOutcome | undefined
  readonly channel?: string | undefined
  readonly number?: E164 | undefined
}

/** An abandoned call counts, too: somebody wanted something, and nobody spoke to them. */
const unanswered: ReadonlySet<CallOutcome | undefined> = new Set(['missed', 'voicemail', 'abandoned'])
export const isUnanswered = ({ outcome }: Pick<NoticeSubject, 'outcome'>): boolean => unanswered.has(outcome)

/** Whether the person wants a mail of it. What is not known of it yet keeps nobody from being told. */
export function wantsNotice(preferences: NotificationPreferences, subject: NoticeSubject): boolean {
  const { enquiries, channels, numbers } = preferences
  if (enquiries === 'none') return false
  if (enquiries === 'missed' && !isUnanswered(subject)) return false
  const { channel, number } = subject
  if (channels && channels.length > 0 && channel !== undefined && !channels.includes(channel)) return false
  return !numbers || numbers.length === 0 || number === undefined || numbers.includes(number)
}

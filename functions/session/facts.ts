import { normalEmail } from '../../shared/domain/email.ts'
import type { EventFact, FormFact, PageFact, PhoneClickFact } from '../../shared/domain/fact.ts'
import type { AccountId, SessionId, VisitorId } from '../../shared/domain/ids.ts'
import { parsePhone } from '../../shared/domain/phone.ts'
import { isHeardField } from '../../shared/domain/self-report.ts'
import { retainReferrer, retainUrl } from '../../shared/domain/source-url.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { SessionDeps } from './deps.ts'
import type { Beacon, FormBeacon } from './schema.ts'

/** Of whom and when the facts are. */
export interface Subject {
  readonly account: AccountId
  readonly session: SessionId
  readonly visitor: VisitorId
  readonly at: Instant
}

const maxTitleCharacters = 300

export function pageFact(subject: Subject, { url, referrer, title }: Beacon): PageFact {
  const place = retainUrl(url)
  if (place === null) throw new TypeError('the schema let an address pass that is none')
  const retained = referrer ? retainReferrer(referrer) : null
  return {
    fact: 'page',
    ...subject,
    url: place,
    ...(retained && { referrer: retained }),
    ...(title && { title: title.slice(0, maxTitleCharacters) }),
  }
}

const maxHeardCharacters = 200
/** The answer to "how did you hear of us?", by whatever name the form asks it; the first that holds text. */
function heardIn({ fields = {} }: FormBeacon['form']): string | undefined {
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value !== 'string' || !isHeardField(name)) continue
    // Without halves of surrogate pairs, which the store can't keep, whether sent so or made by the cut.
    const answer = value
      .trim()
      .slice(0, maxHeardCharacters)
      .replace(/\p{Surrogate}/gu, '')
    if (answer !== '') return answer
  }
  return undefined
}

/** An address or a phone that can't be read is kept in the sealed form all the same: somebody wrote it. */
function formFact(
  vault: SessionDeps['vault'],
  subject: Subject,
  { form }: FormBeacon,
  print: string,
  country: string | undefined,
): FormFact {
  const email = normalEmail(form.email)
  const phone = form.phone ? parsePhone(form.phone, country) : undefined
  const heard = heardIn(form)
  return {
    fact: 'form',
    ...subject,
    formId: `frm_${print}`,
    ...(phone && { phone: vault.hash(subject.account, 'phone', phone) }),
    ...(email && { email: vault.hash(subject.account, 'email', email) }),
    sealed: vault.seal(subject.account, JSON.stringify(form)),
    ...(heard !== undefined && { heard }),
  }
}

/**
 * What the beacon tells beside that the page is there; `undefined` for a page view and a heartbeat.
 * @param country where a phone that is written without a calling code belongs
 */
export function contentFact(
  vault: SessionDeps['vault'],
  subject: Subject,
  beacon: Beacon,
  print: string,
  country: string | undefined,
): PhoneClickFact | FormFact | EventFact | undefined {
  switch (beacon.type) {
    case 'phone-click':
      return { fact: 'phone-click', ...subject, number: parsePhone(beacon.number) ?? beacon.number }
    case 'form':
      return formFact(vault, subject, beacon, print, country)
    case 'event':
      return { fact: 'event', ...subject, name: beacon.name }
    default:
      return undefined
  }
}

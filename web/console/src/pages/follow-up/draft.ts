import type { Sequence } from './queries.ts'

/** A mail as it stands in the form: what is typed is text. */
export interface DraftMail {
  /** Of the form alone. */
  readonly key: string
  readonly id?: string | undefined
  readonly hours: string
  readonly subject: string
  readonly text: string
  readonly label: string
  readonly url: string
  readonly value: string
}
export interface SequenceDraft {
  readonly name: string
  readonly kind: Sequence['kind']
  readonly active: boolean
  readonly mails: readonly DraftMail[]
  readonly stopOn: Sequence['stopOn']
  /** Empty: nothing. */
  readonly goesOnTo: string
}

let lastKey = 0
const newKey = () => {
  lastKey += 1
  return `mail ${lastKey}`
}

export const emptyMail = (place: number): DraftMail => ({
  key: newKey(),
  hours: place === 0 ? '0' : '16',
  subject: '',
  text: '',
  label: '',
  url: '',
  value: '',
})

export const emptyDraft = (): SequenceDraft => ({
  name: '',
  kind: 'follow-up',
  active: false,
  mails: [emptyMail(0)],
  stopOn: ['reply', 'call', 'redemption', 'sale'],
  goesOnTo: '',
})

export const draftOf = ({ name, kind, active, mails, stopOn, goesOnTo }: Sequence): SequenceDraft => ({
  name,
  kind,
  active,
  mails: mails.map(({ id, delayWorkingHours, subject, text, button, value }) => ({
    key: newKey(),
    id,
    hours: String(delayWorkingHours),
    subject,
    text,
    label: button?.label ?? '',
    url: button?.url ?? '',
    value,
  })),
  stopOn,
  goesOnTo: goesOnTo ?? '',
})

export const buttonOf = ({ label, url }: Pick<DraftMail, 'label' | 'url'>) =>
  label.trim() === '' && url.trim() === '' ? null : { label: label.trim(), url: url.trim() }

/** As the API takes it; what does not fit is refused there, in words. */
export const bodyOf = ({ name, kind, active, mails, stopOn, goesOnTo }: SequenceDraft) => ({
  name: name.trim(),
  kind,
  active,
  mails: mails.map((mail) => ({
    ...(mail.id !== undefined && { id: mail.id }),
    delayWorkingHours: Number(mail.hours.replace(',', '.')),
    subject: mail.subject,
    text: mail.text,
    button: buttonOf(mail),
    value: mail.value,
  })),
  stopOn,
  goesOnTo: goesOnTo === '' ? null : goesOnTo,
})

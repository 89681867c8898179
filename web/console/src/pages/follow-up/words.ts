import type { FollowUp, Sequence, SequenceMail, Trigger, TriggerAction } from './queries.ts'

export const eventNames = {
  'enquiry.opened': 'an enquiry is opened',
  'enquiry.revised': 'an enquiry is revised',
  'step.reached': 'a step is reached',
  'score.crossed': 'a score crosses a threshold',
  'code.redeemed': 'a code is redeemed',
  'outcome.reported': 'an outcome is reported',
  'call.missed': 'a call is missed',
} as const satisfies Record<Trigger['when']['event'], string>

export const stopNames = {
  reply: 'answers',
  call: 'calls',
  redemption: 'redeems a code',
  sale: 'buys',
} as const satisfies Record<Sequence['stopOn'][number], string>

export const roleNames = {
  owner: 'owners',
  marketer: 'marketers',
  agent: 'agents',
  viewer: 'viewers',
} as const

/** The bands that a score crosses into. */
export const bandNames = { warm: 'warm', ready: 'ready' } as const

export const firstNames = {
  any: 'whichever enquiry',
  first: 'the person’s first enquiry',
  later: 'not the person’s first enquiry',
} as const

/** `a, b or c` */
export const either = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`

/** Minutes of the wall clock. */
const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** How long the business is open on its first day of the week: what one calls a working day. */
export function dayHours({ hours }: Pick<FollowUp, 'hours'>): number {
  const spans = Object.values(hours).find(
    (each): each is { from: string; until: string }[] =>
      Array.isArray(each) && each.length > 0 && typeof each[0] === 'object',
  )
  const minutes = (spans ?? []).reduce((sum, { from, until }) => sum + minutesOf(until) - minutesOf(from), 0)
  return minutes > 0 ? minutes / 60 : 8
}

const some = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`

/** `after 2 working days` */
export function delayWords(hours: number, perDay: number, isFirst: boolean): string {
  if (hours === 0) return isFirst ? 'at once' : 'right after it'
  const days = hours / perDay
  const long = Number.isInteger(days) && days > 0 ? some(days, 'working day') : some(hours, 'working hour')
  return isFirst ? `after ${long}` : `${long} later`
}

/** What a mail led to: its readers did what the sequence hopes for, with it as the last they had got. */
export const ledTo = ({ results }: SequenceMail): number =>
  results.replied + results.called + results.redeemed + results.won

export const sumOf = ({ mails }: Sequence, of: (mail: SequenceMail) => number): number =>
  mails.reduce((sum, mail) => sum + of(mail), 0)

/** `a step is reached: quote-sent, by Paid Search, the first time` */
export function whenWords({ when }: Pick<Trigger, 'when'>, nameOf: (id: string) => string): string {
  const told = [
    when.step && nameOf(when.step),
    when.band,
    when.stage,
    when.campaignId && nameOf(when.campaignId),
  ].filter(Boolean)
  return [
    `${eventNames[when.event]}${told.length > 0 ? `: ${told.join(', ')}` : ''}`,
    ...(when.channels && when.channels.length > 0 ? [`by ${either(when.channels)}`] : []),
    ...(when.isFirst === true ? [firstNames.first] : []),
    ...(when.isFirst === false ? [firstNames.later] : []),
  ].join(', ')
}

export function actionWords(action: TriggerAction, nameOf: (id: string) => string): string {
  switch (action.do) {
    case 'notify': {
      const { members = [], roles = [] } = action
      return `tell ${either([...roles.map((role) => roleNames[role]), ...members.map(nameOf)])}`
    }
    case 'start-sequence':
      return `begin “${nameOf(action.sequenceId)}”`
    case 'stop-sequence':
      return action.sequenceId === undefined ? 'end every sequence' : `end “${nameOf(action.sequenceId)}”`
    case 'issue-code':
      return `issue a code of “${nameOf(action.campaignId)}”`
    case 'webhook':
      return 'call the webhooks'
    case 'move-step':
      return `move to step “${nameOf(action.step)}”`
  }
}

const endWords: Readonly<Record<string, string>> = {
  reply: 'answered',
  call: 'called',
  redemption: 'redeemed a code',
  sale: 'bought',
  unsubscribed: 'unsubscribed',
  'no-consent': 'no consent',
  suppressed: 'the address bounced',
  'no-address': 'the address is gone',
  left: 'went on to another',
  'by-hand': 'taken out',
  trigger: 'ended by a trigger',
}

/** How it goes with somebody in a sequence. */
export const enrolmentWords = ({
  state,
  because: why,
}: {
  readonly state: string
  readonly because: string | null
}): string =>
  state === 'stopped' ? (endWords[why ?? ''] ?? 'ended') : state === 'finished' ? 'got all' : 'on the way'

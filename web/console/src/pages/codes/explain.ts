import { checkDigit } from '../../../../../shared/domain/code.ts'
import { displayCode } from '../../../../../shared/domain/code-display.ts'
import { count, longDay } from '../../look/format.ts'
import type { Draft } from './draft.ts'
import type { Direction } from './words.ts'
import { durationWords } from './words.ts'

/** Random digits of a code where nobody says otherwise: what is shown to one visitor may be shorter. */
const usualDigits: Readonly<Record<Direction, number>> = { 'web-to-phone': 6, 'phone-to-web': 9, both: 9 }

/** A code of the length that callers will see. */
export function exampleCode(direction: Direction, digits = usualDigits[direction]): string {
  const random = '482091736504'.slice(0, digits)
  return displayCode(`${random}${checkDigit(random)}`)
}

const ways: Readonly<Record<Direction, (code: string) => string>> = {
  'web-to-phone': (code) =>
    `Each visitor sees a code of their own on your pages, such as ${code}, and quotes it on the phone.`,
  'phone-to-web': (code) =>
    `Callers are given a code, such as ${code}, by the agent, the call flow or a text, and enter it online.`,
  both: (code) => `The code, such as ${code}, may be quoted on the phone and entered online.`,
}

function worthOf({ worth, percent, amount, gift }: Draft, symbol: string): string {
  switch (worth) {
    case 'percent':
      return `Whoever does so gets ${percent || '…'}% off.`
    case 'amount':
      return `Whoever does so gets ${symbol}${amount || '…'} off.`
    case 'gift':
      return `Whoever does so gets: ${gift.trim() || '…'}.`
    case 'none':
      return 'It is worth nothing to them but quick service; it tells you where they came from.'
  }
}

const kinds: Readonly<Record<Draft['kind'], string>> = {
  coupon: 'It leads to the very visit or call that it was issued in.',
  source: 'It is printed for many: it stands for the place where it is printed, and for no single visit.',
  referral: 'It belongs to a customer who hands it on: whoever uses it came by recommendation.',
}

/** What a campaign does, in plain sentences, while it is being written. */
export function explain(draft: Draft, symbol: string): string[] {
  const given = Number(draft.digits)
  const digits = draft.digits.trim() !== '' && given >= 4 && given <= 12 ? given : undefined
  const uses = Number(draft.maxUses)
  const iso = draft.validUnit === 'H' ? `PT${draft.validNumber}H` : `P${draft.validNumber}${draft.validUnit}`
  const limits = [
    draft.campaignMaxUses.trim() !== '' && `${count(Number(draft.campaignMaxUses))} uses altogether`,
    draft.perPerson.trim() !== '' && `${count(Number(draft.perPerson))} of one person`,
  ].filter((limit) => limit !== false)
  const days = [
    draft.firstDay !== '' && `from ${longDay(draft.firstDay)}`,
    draft.lastDay !== '' && `until ${longDay(draft.lastDay)}, that day included`,
  ].filter((limit) => limit !== false)
  return [
    ways[draft.direction](exampleCode(draft.direction, digits)),
    worthOf(draft, symbol),
    kinds[draft.kind],
    `A code works ${uses === 1 ? 'once' : uses > 1 ? `${count(uses)} times` : '…'}, for ${durationWords(iso)} from when it is issued${days.length > 0 ? `, and only ${days.join(' ')}` : ''}.`,
    ...(limits.length > 0 ? [`At most ${limits.join(', and ')}.`] : []),
  ]
}

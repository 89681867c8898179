import type { E164 } from './ids.ts'
import { callingAreaOf } from './text-country.ts'

/**
 * Numbers whose owner earns by every minute called, and those of satellites: what toll fraud has calls forwarded to. By
 * the first digits after the calling code, from the countries' own numbering plans; of others the carrier's permissions
 * have to keep calls away (Twilio's "voice geographic permissions").
 */
const premiumPrefixes: Readonly<Record<string, RegExp>> = {
  1: /^900/,
  31: /^90[069]/,
  32: /^90/,
  33: /^89/,
  34: /^(?:80[367]|90[57])/,
  353: /^15[1-9]/,
  39: /^(?:89[2-59]|16[46])/,
  41: /^90[016]/,
  43: /^9[03]/,
  // 070 are personal numbers, which cost as much; 0871 to 0873 pay their owner, too.
  44: /^(?:9|70|87[123])/,
  45: /^90/,
  46: /^9(?:00|39|44)/,
  47: /^829/,
  48: /^70/,
  49: /^(?:900|137)/,
  61: /^190/,
  64: /^900/,
}

/** Satellites and networks of no country (ITU-T E.164: 870, 881 to 883), personal numbers (878), premium ones (979). */
const tollAreas: ReadonlySet<string> = new Set(['870', '878', '881', '882', '883', '979'])

export function isTollRange(number: E164): boolean {
  const area = callingAreaOf(number)
  return tollAreas.has(area) || premiumPrefixes[area]?.test(number.slice(1 + area.length)) === true
}

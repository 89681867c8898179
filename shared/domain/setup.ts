import { benefitText } from './benefit.ts'
import type { Benefit, Campaign } from './campaign.ts'
import { displayCode } from './code-display.ts'
import type { E164 } from './ids.ts'
import type { CallFlow, DeclaredSource } from './number.ts'
import { displayBeside } from './phone-display.ts'

/** Where a code that many see may stand, and the medium that reports know the place by (`offline.ts`, `channel.ts`). */
export const mediumOfPlace = {
  page: 'referral',
  flyer: 'flyer',
  poster: 'poster',
  card: 'business card',
  newspaper: 'newspaper',
  magazine: 'magazine',
  radio: 'radio',
  tv: 'tv',
  vehicle: 'vehicle',
  sign: 'sign',
  other: 'offline',
} as const
export type PlaceKind = keyof typeof mediumOfPlace
export const placeKinds = Object.keys(mediumOfPlace) as PlaceKind[]

/** What a small business is asked, which has one number, one code in one place and no script on its pages. */
export interface SetupAnswers {
  /** Where does your phone ring? */
  readonly phone: E164
  /** Where will people see the code? */
  readonly seen: { readonly where: PlaceKind; readonly name: string }
  /** What do they get for it? */
  readonly benefit: Benefit
  /** The tracking number that they dial; without one there is a code alone, which is typed in by hand. */
  readonly number?: E164 | undefined
  /** Nobody sees the number anywhere else: then a call without the code comes from there, too. */
  readonly numberOnlyThere?: boolean | undefined
}

/** The bodies of `POST /v1/numbers` and `POST /v1/campaigns`; then `POST /v1/codes` with the campaign's id. */
export interface SetupPlan {
  readonly source: DeclaredSource
  readonly number?: {
    readonly number: E164
    readonly label: string
    readonly kind: 'source'
    readonly source?: DeclaredSource
    readonly flow: CallFlow
  }
  readonly campaign: Pick<
    Campaign,
    'name' | 'kind' | 'direction' | 'benefit' | 'digits' | 'validFor' | 'maxUses' | 'acceptableRisk'
  > & { readonly source: DeclaredSource }
}

/** Short enough to be said: everybody may know such a code, so that guessing one gains nothing. */
const printedDigits = 4
const validFor = 'P2Y'
const forEverybody = 1_000_000

/** The fewest requests that lead to attributed calls. A page is a source by its own name, any other place by its kind. */
export function planSetup({ phone, seen, benefit, number, numberOnlyThere }: SetupAnswers): SetupPlan {
  const { where, name } = seen
  const source: DeclaredSource = {
    source: where === 'page' ? name : where,
    medium: mediumOfPlace[where],
    campaign: name,
  }
  return {
    source,
    ...(number !== undefined && {
      number: {
        number,
        label: numberOnlyThere ? name : 'Our number',
        kind: 'source',
        ...(numberOnlyThere && { source }),
        flow: { forwardTo: [phone], ring: 'all' },
      },
    }),
    campaign: {
      name,
      kind: 'source',
      direction: 'both',
      benefit,
      digits: printedDigits,
      validFor,
      maxUses: forEverybody,
      acceptableRisk: 1,
      source,
    },
  }
}

/** What to print in that place. */
export function printedText(
  { benefit, number, phone }: Pick<SetupAnswers, 'benefit' | 'number' | 'phone'>,
  code: string,
): string {
  const dialled = number ?? phone
  const worth = benefitText(benefit)
  const call = `Call ${displayBeside(dialled, dialled, undefined)} and quote ${displayCode(code)}`
  return worth === undefined ? `${call}.` : `${call} for ${worth}.`
}

import { api } from '../../api/request.ts'

export interface Answers {
  /** Where the number and the code stand. */
  readonly place: string
  /** What kind of place: a medium that the reports know (`flyer`, `van`, `page`). */
  readonly medium: string
  readonly number: string
  /** The business's own phone. */
  readonly rings: string
  readonly benefit: Benefit
}
export type Benefit =
  | { readonly kind: 'percent'; readonly percent: number }
  | { readonly kind: 'amount'; readonly amount: number; readonly currency: string }
  | { readonly kind: 'gift'; readonly description: string }
  | { readonly kind: 'none' }

/** What is there already: asked again after a refusal, only the rest is made. */
export interface Made {
  readonly number?: { readonly id: string; readonly number: string; readonly display?: string }
  readonly campaign?: { readonly id: string }
  readonly code?: { readonly code: string; readonly display: string; readonly spoken: string }
}

const printedFor = 'P2Y'
/** One code is printed for everybody who sees it. */
const mostUses = 100_000

/** Makes the number, and the one code that is printed beside it. Rejects with the API's refusal. */
export async function setUp(
  answers: Answers,
  made: Made,
  note: (made: Made) => void,
): Promise<Required<Made>> {
  const { place, medium, number, rings, benefit } = answers
  const source = { source: place, medium }
  const madeNumber =
    made.number ??
    (await api.post<NonNullable<Made['number']>>('/v1/numbers', {
      number,
      label: place,
      kind: 'source',
      source,
      flow: { forwardTo: [rings], voicemail: true },
    }))
  note({ ...made, number: madeNumber })
  const campaign =
    made.campaign ??
    (await api.post<NonNullable<Made['campaign']>>('/v1/campaigns', {
      name: place,
      kind: 'source',
      direction: 'web-to-phone',
      benefit,
      validFor: printedFor,
      maxUses: mostUses,
      source,
    }))
  note({ number: madeNumber, campaign })
  const code =
    made.code ?? (await api.post<NonNullable<Made['code']>>('/v1/codes', { campaignId: campaign.id }))
  const all = { number: madeNumber, campaign, code }
  note(all)
  return all
}

/** "10 % off", as it is printed. */
export function benefitWords(benefit: Benefit): string | undefined {
  switch (benefit.kind) {
    case 'percent':
      return `${benefit.percent} % off`
    case 'amount':
      return `${new Intl.NumberFormat('en-GB', { style: 'currency', currency: benefit.currency, trailingZeroDisplay: 'stripIfInteger' } as Intl.NumberFormatOptions).format(benefit.amount / minorUnits(benefit.currency))} off`
    case 'gift':
      return benefit.description
    case 'none':
      return undefined
  }
}

/** How many minor units one unit of the currency has. */
export const minorUnits = (currency: string): number =>
  10 **
  (new Intl.NumberFormat('en-GB', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
    2)

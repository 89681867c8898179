import type { Query } from '../../api/request.ts'
import type { Band } from '../../parts/sureness.tsx'

/** By what the list is narrowed down, as the address names it and the API does, and as people say it. */
export const dimensions = {
  channel: 'Channel',
  source: 'Source',
  medium: 'Medium',
  campaign: 'Campaign',
  term: 'Term',
  content: 'Content',
  landingPage: 'Landing page',
  referrer: 'Referrer',
  number: 'Number',
  codeCampaign: 'Campaign of codes',
  kind: 'Contact',
  person: 'Person',
  stage: 'Outcome',
  firstTime: 'First-time',
} as const
export type Dimension = keyof typeof dimensions

/** What the API is asked for each step of confidence. */
const ranges: Readonly<Record<Band, Query>> = {
  certain: { minConfidence: 0.9 },
  likely: { minConfidence: 0.6, maxConfidence: 0.899999 },
  weak: { minConfidence: 0.000001, maxConfidence: 0.599999 },
  none: { maxConfidence: 0 },
}

/** The models that credit the touches of one enquiry. */
export const models = {
  first: 'First touch',
  last: 'Last touch',
  lastNonDirect: 'Last but direct',
  linear: 'Linear',
  position: 'By position',
  timeDecay: 'Time decay',
  wShaped: 'W-shaped',
} as const
export type EnquiryModel = keyof typeof models
export const isModel = (name: string | null): name is EnquiryModel =>
  name !== null && Object.hasOwn(models, name)

/** What the address asks for, as the API is asked for it. */
export function queryOf(search: URLSearchParams, period: { from: string; to: string }): Query {
  const confidence = search.get('confidence')
  return {
    from: period.from,
    to: period.to,
    ...Object.fromEntries(Object.keys(dimensions).map((name) => [name, search.get(name)])),
    ...(isModel(search.get('model')) && { model: search.get('model') }),
    ...(confidence !== null && ranges[confidence as Band]),
  }
}

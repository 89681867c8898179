import type { Query } from '../../api/send.ts'

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
  confidence: 'How sure',
} as const
export type Dimension = keyof typeof dimensions

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
  return {
    from: period.from,
    to: period.to,
    ...Object.fromEntries(Object.keys(dimensions).map((name) => [name, search.get(name)])),
    ...(isModel(search.get('model')) && { model: search.get('model') }),
  }
}

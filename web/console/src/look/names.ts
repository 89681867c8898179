import type { Dimension, Model } from '../api/types.ts'

/** What the rows of a report can stand for, as its readers say. */
export const dimensionNames: Readonly<Record<Dimension, string>> = {
  channel: 'Channel',
  source: 'Source',
  medium: 'Medium',
  campaign: 'Campaign',
  term: 'Term',
  content: 'Content',
  landingPage: 'Landing page',
  referrer: 'Referrer',
  number: 'Number called',
  codeCampaign: 'Code campaign',
}

/** In the order in which they are shown beside one another. */
export const modelNames: Readonly<Record<Model, string>> = {
  last: 'Last touch',
  lastNonDirect: 'Last but direct',
  first: 'First touch',
  linear: 'Linear',
  position: 'Position 40/20/40',
  timeDecay: 'Time decay',
  wShaped: 'W-shaped',
  markov: 'Markov chain',
  shapley: 'Shapley value',
}

export const modelSayings: Readonly<Record<Model, string>> = {
  last: 'All credit to the last touch before the enquiry.',
  lastNonDirect: 'All credit to the last touch that was no direct visit.',
  first: 'All credit to the first touch known.',
  linear: 'The same credit to every touch.',
  position: 'Two fifths to the first and to the last touch, one fifth to those between.',
  timeDecay: 'A touch seven days earlier counts half.',
  wShaped:
    'Thirty percent each to the first touch, to the one that led to the enquiry and to the last before it turned promising; the rest to the others.',
  markov: 'By how many enquiries would be lost if the channel were taken away from all journeys.',
  shapley: 'By what the channel adds on average to those that it stands with.',
}

/** A key of a report as its readers say. */
export const keyName = (key: string): string =>
  key === '(unknown)' ? 'Unknown' : key === '(none)' ? 'None given' : key

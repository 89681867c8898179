/** What means something to the reports; a business may report others by the API. */
export const stages = [
  { id: 'opportunity', name: 'Opportunity' },
  { id: 'won', name: 'Won' },
  { id: 'lost', name: 'Lost' },
] as const
export type Stage = (typeof stages)[number]['id']

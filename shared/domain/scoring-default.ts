import type { Scoring } from './scoring.ts'

/**
 * What an account has until it sets its own: somebody who only looks stays cold, who looks at prices and comes back is
 * warm, who spoke with the business for minutes or did several of these is ready. Points count for half after two weeks.
 */
export const defaultScoring: Scoring = {
  halfLifeDays: 14,
  thresholds: { warm: 20, ready: 50 },
  rules: [
    { id: 'pricing', name: 'Looked at prices', when: { on: 'page', path: '*/pric*' }, points: 12 },
    { id: 'offers', name: 'Looked at an offer', when: { on: 'page', path: '*/offer*' }, points: 8 },
    {
      id: 'contact-page',
      name: 'Opened the contact page',
      when: { on: 'page', path: '*/contact*' },
      points: 6,
    },
    { id: 'repeat-visit', name: 'Came back', when: { on: 'visit' }, points: 8, skip: 1 },
    { id: 'code-shown', name: 'Was shown a code', when: { on: 'code-shown' }, points: 2, most: 1 },
    { id: 'phone-tap', name: 'Tapped the number', when: { on: 'phone-click' }, points: 10, most: 2 },
    { id: 'call', name: 'Called', when: { on: 'call' }, points: 15, most: 3 },
    {
      id: 'talk',
      name: 'Spoke for two minutes',
      when: { on: 'call', minTalkSeconds: 120 },
      points: 15,
      most: 3,
    },
    {
      id: 'long-talk',
      name: 'Spoke for five minutes',
      when: { on: 'call', minTalkSeconds: 300 },
      points: 15,
      most: 2,
    },
    { id: 'text', name: 'Texted', when: { on: 'text' }, points: 12, most: 2 },
    { id: 'form', name: 'Sent a form', when: { on: 'form' }, points: 20, most: 2 },
    { id: 'code-used', name: 'Used a code', when: { on: 'code-used' }, points: 25, most: 2 },
    { id: 'mail-opened', name: 'Opened a mail', when: { on: 'mail', event: 'opened' }, points: 3, most: 3 },
    {
      id: 'mail-clicked',
      name: 'Followed a mail',
      when: { on: 'mail', event: 'clicked' },
      points: 10,
      most: 3,
    },
    {
      id: 'mail-replied',
      name: 'Answered a mail',
      when: { on: 'mail', event: 'replied' },
      points: 20,
      most: 2,
    },
    {
      id: 'unsubscribed',
      name: 'Wants no mails',
      when: { on: 'mail', event: 'unsubscribed' },
      points: -20,
      most: 1,
    },
  ],
}

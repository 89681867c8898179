import type { Process, ProcessStep } from './process.ts'
import type { StepRule } from './step-rule.ts'

type Kind = Pick<ProcessStep, 'where' | 'how' | 'path'>
const online: Kind = { where: 'online', how: 'automatic', path: 'main' }
const offline: Kind = { where: 'offline', how: 'automatic', path: 'main' }
const aside = { path: 'side' } as const
const exit = { path: 'exit' } as const
const byHand = { how: 'manual' } as const

/** A CRM names its stages as it likes: these mean the same. */
const stagesNamed = (...stages: readonly string[]): StepRule[] =>
  stages.map((stage) => ({ on: 'outcome', stage }))
const pagesAt = (...paths: readonly string[]): StepRule[] => paths.map((path) => ({ on: 'page', path }))

const step = (
  stage: string,
  id: string,
  name: string,
  kind: Kind & Partial<Kind>,
  rules: readonly StepRule[] = [],
): ProcessStep => ({ id, name, stage, where: kind.where, how: kind.how, path: kind.path, rules })

/** What an account has until it maps its own: the way of most small businesses that sell by phone. */
export const defaultProcess: Process = {
  stages: [
    { id: 'attract', name: 'Attract' },
    { id: 'consider', name: 'Consider' },
    { id: 'contact', name: 'Contact' },
    { id: 'talk', name: 'Talk' },
    { id: 'offer', name: 'Offer' },
    { id: 'nurture', name: 'Nurture' },
    { id: 'close', name: 'Close' },
    { id: 'recommend', name: 'Recommend' },
  ],
  steps: [
    step('attract', 'visit', 'Visited the site', online, [{ on: 'visit' }]),
    step('attract', 'code-shown', 'Was shown a code', { ...online, ...aside }, [{ on: 'code-shown' }]),
    // Sites name their pages in countless ways; whoever sees a second one looks for something.
    step('consider', 'looked-around', 'Looked around', online, [{ on: 'page', path: '*', times: 2 }]),
    step('consider', 'proof', 'Read what others say', { ...online, ...aside }, [
      ...pagesAt('*/reviews*', '*/testimonials*', '*/case-studies*', '*/references*'),
    ]),
    step('consider', 'pricing', 'Looked at prices or offers', online, [
      ...pagesAt('*/pric*', '*/offer*', '*/rates*', '*/plans*', '*/fees*', '*/tariff*', '*/deals*'),
    ]),
    step('consider', 'return', 'Came back', { ...online, ...aside }, [{ on: 'visit', times: 2 }]),
    step('consider', 'contact-page', 'Opened the contact page', { ...online, ...aside }, [
      ...pagesAt('*/contact*', '*/book*', '*/appointment*', '*/quote*'),
    ]),
    step('contact', 'phone-tap', 'Tapped the number', { ...online, ...aside }, [{ on: 'phone-click' }]),
    step('contact', 'form', 'Sent a form', { ...online, ...aside }, [{ on: 'form' }]),
    step('contact', 'call', 'Called', { ...offline, ...aside }, [{ on: 'call' }]),
    step('contact', 'text', 'Texted', { ...offline, ...aside }, [{ on: 'text' }]),
    step('contact', 'enquired', 'Got in touch', offline, [
      { on: 'call' },
      { on: 'text' },
      { on: 'form' },
      { on: 'code-used' },
    ]),
    step('talk', 'answered', 'Spoke with somebody', offline, [{ on: 'call', outcomes: ['answered'] }]),
    step('talk', 'code-quoted', 'Quoted a code', { ...offline, ...aside }, [
      { on: 'code-used', where: 'phone' },
    ]),
    step('talk', 'real-talk', 'Spoke for two minutes', { ...offline, ...aside }, [
      { on: 'call', minTalkSeconds: 120 },
    ]),
    step('talk', 'qualified', 'Is a good fit', offline, stagesNamed('qualified', 'sql', 'opportunity')),
    step('offer', 'visit-booked', 'Visit or appointment booked', { ...offline, ...aside }, [
      ...stagesNamed('visit-booked', 'appointment', 'booked', 'meeting'),
    ]),
    step('offer', 'visit-done', 'Visit or appointment done', { ...offline, ...aside, ...byHand }),
    step('offer', 'quote-sent', 'Quote sent', offline, [
      ...stagesNamed('quote', 'quote-sent', 'quoted', 'proposal', 'proposal-sent', 'estimate'),
    ]),
    step('nurture', 'not-ready', 'Not ready yet', { ...offline, ...aside }, [
      ...stagesNamed('not-ready', 'nurture', 'later'),
    ]),
    step('nurture', 'mail-opened', 'Opened a mail', { ...online, ...aside }, [
      { on: 'mail', event: 'opened' },
    ]),
    step('nurture', 'mail-clicked', 'Followed a mail', { ...online, ...aside }, [
      { on: 'mail', event: 'clicked' },
      { on: 'mail', event: 'replied' },
    ]),
    step('close', 'code-redeemed', 'Redeemed a code online', { ...online, ...aside }, [
      { on: 'code-used', where: 'online' },
    ]),
    step('close', 'won', 'Won', offline, stagesNamed('won', 'sold', 'closed-won', 'sale')),
    step('close', 'lost', 'Lost', { ...offline, ...exit }, stagesNamed('lost', 'closed-lost')),
    step('recommend', 'recommended', 'Recommended us', { ...offline, ...aside, ...byHand }),
  ],
}

import type { Process } from '../../../api/types.ts'

export type Rule = Process['steps'][number]['rules'][number]
export type RuleKind = Rule['on']

export const ruleNames: Readonly<Record<RuleKind, string>> = {
  visit: 'A visit',
  page: 'A page was seen',
  event: 'The page told of an event',
  'phone-click': 'The number was tapped',
  'code-shown': 'A code was shown',
  call: 'A call',
  text: 'A text',
  form: 'A form',
  'code-used': 'A code was used',
  'code-given': 'A code was given by phone',
  mail: 'A mail',
  outcome: 'An outcome was reported',
}

const outcomes = {
  answered: 'answered',
  missed: 'missed',
  abandoned: 'given up',
  voicemail: 'with a message',
} as const

/** What a rule says, as a sentence's beginning. */
export function ruleText(rule: Omit<Rule, 'times'> & { readonly times?: number | undefined }): string {
  const each = rule as Rule
  const often = rule.times && rule.times > 1 ? `, ${rule.times} times` : ''
  switch (each.on) {
    case 'page':
      return `page ${each.path}${often}`
    case 'event':
      return `event “${each.name}”${often}`
    case 'call': {
      const kind = each.outcomes?.map((outcome) => outcomes[outcome]).join(' or ')
      const length = each.minTalkSeconds ? `, of ${each.minTalkSeconds} seconds or more` : ''
      return `${kind ? `${kind} ` : ''}call${length}${often}`
    }
    case 'code-used':
      return `code used${each.where ? (each.where === 'phone' ? ' by phone' : ' online') : ''}${often}`
    case 'mail':
      return `mail ${each.event}${often}`
    case 'outcome':
      return `outcome “${each.stage}”${often}`
    default:
      return `${ruleNames[each.on].toLowerCase()}${often}`
  }
}

/** A rule as it begins when its kind is chosen. */
export function newRule(on: RuleKind): Rule {
  switch (on) {
    case 'page':
      return { on, path: '*/pricing*' }
    case 'event':
      return { on, name: 'booked' }
    case 'mail':
      return { on, event: 'clicked' }
    case 'outcome':
      return { on, stage: 'won' }
    default:
      return { on } as Rule
  }
}

/** Whether nothing that belongs to its kind is missing. */
export function isWhole(rule: Rule): boolean {
  switch (rule.on) {
    case 'page':
      return rule.path.trim() !== ''
    case 'event':
      return rule.name.trim() !== ''
    case 'outcome':
      return rule.stage.trim() !== ''
    default:
      return true
  }
}

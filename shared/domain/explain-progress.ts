import type { Cause } from './progress.ts'

const plain: Readonly<Partial<Record<Cause['on'], string>>> = {
  visit: 'Visited the site.',
  'phone-click': 'Tapped a phone number on the site.',
  'code-shown': 'Was shown a code on the site.',
  'code-given': 'Was given a code.',
  text: 'Sent a text.',
  form: 'Sent a form.',
}

/** Of a call is remembered what the rule asked for. */
function callSentence(detail: string | undefined): string {
  if (detail === undefined) return 'Called.'
  if (detail === 'answered') return 'Called, and was answered.'
  const [, seconds] = /^talk (\d+)$/.exec(detail) ?? []
  return seconds === undefined
    ? `Called; the call was ${detail === 'voicemail' ? 'answered by voicemail' : detail}.`
    : `Called, and spoke for at least ${seconds} seconds.`
}

function mailSentence(detail = ''): string {
  const [event = '', ...sequence] = detail.split(' ')
  const did: Record<string, string> = {
    sent: 'Was sent a mail',
    opened: 'Opened a mail',
    clicked: 'Followed the link of a mail',
    replied: 'Answered a mail',
    unsubscribed: 'Unsubscribed by a mail',
  }
  return `${did[event] ?? 'Had a mail'} of ${sequence.join(' ')}.`
}

/** In words, why a step was reached or points were given. */
export function explainCause({ on, detail }: Pick<Cause, 'on' | 'detail'>): string {
  switch (on) {
    case 'page':
      return `Saw ${detail ?? 'a page'}.`
    case 'event':
      return `The page told of “${detail ?? ''}”.`
    case 'call':
      return callSentence(detail)
    case 'mail':
      return mailSentence(detail)
    case 'outcome':
      return `The stage “${detail ?? ''}” was reported.`
    case 'code-used':
      return detail?.startsWith('online') ? 'Redeemed a code online.' : 'Quoted a code.'
    case 'moved':
      return 'Moved there by hand.'
    default:
      return plain[on] ?? 'Something was noted.'
  }
}

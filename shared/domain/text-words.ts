/** What a text of one word asks for. */
export type TextCommand = 'stop' | 'start' | 'help'

/**
 * The words that carriers and Twilio honour everywhere ("Twilio support for opt-out keywords"), first of all the six that
 * end messages (CTIA, Messaging Principles and Best Practices, section 5.1.3); `revoke` and `opt out` by the FCC's rule of
 * 2025 (47 CFR 64.1200(a)(10)).
 */
const commandOf: Readonly<Record<string, TextCommand>> = {
  stop: 'stop',
  stopall: 'stop',
  unsubscribe: 'stop',
  cancel: 'stop',
  end: 'stop',
  quit: 'stop',
  revoke: 'stop',
  optout: 'stop',
  start: 'start',
  yes: 'start',
  unstop: 'start',
  help: 'help',
  info: 'help',
}

/**
 * The command that the whole text is: "Stop." is one, "please don't stop" is none.
 * @param optOutType what Twilio took it for (`OptOutType`), where the number has Advanced Opt-Out
 */
export function textCommandOf(body: string, optOutType?: string): TextCommand | undefined {
  const word = body
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  const recognised = optOutType?.toLowerCase()
  if (recognised === 'stop' || recognised === 'start' || recognised === 'help') return recognised
  // "STOP ALL" is written in two words as well.
  return Object.hasOwn(commandOf, word.replaceAll(' ', '')) ? commandOf[word.replaceAll(' ', '')] : undefined
}

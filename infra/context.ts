/** What `-c name=value` says, read into what the stacks take. */

/**
 * @param given `session=50,call-webhook=200`
 * @param names that may be given
 * @throws an Error of one line that says what is wrong with it
 */
export function readCounts<Name extends string>(
  option: string,
  given: string | undefined,
  names: readonly Name[],
): Partial<Record<Name, number>> {
  if (given === undefined || given === 'off') return {}
  const entries = given.split(',').map((part) => {
    const [written = '', count = ''] = part.split('=').map((text) => text.trim())
    const name = names.find((each) => each === written)
    if (!name) throw new Error(`-c ${option}: ${written} is none of ${names.join(', ')}`)
    if (!/^\d{1,6}$/.test(count)) throw new Error(`-c ${option}: ${written}=${count} is no whole number`)
    return [name, Number(count)] as const
  })
  return Object.fromEntries(entries) as Partial<Record<Name, number>>
}

/** @throws an Error of one line for what is no whole number above 0 */
export function readCount(option: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined
  if (!/^[1-9]\d{0,6}$/.test(given)) throw new Error(`-c ${option}=${given} is no whole number above 0`)
  return Number(given)
}

/** @throws an Error of one line that says what may be given */
export function readChoice<Choice extends string>(
  option: string,
  given: string | undefined,
  choices: readonly Choice[],
): Choice | undefined {
  if (given === undefined) return undefined
  const chosen = choices.find((each) => each === given)
  if (!chosen) throw new Error(`-c ${option}=${given}: say one of ${choices.join(', ')}`)
  return chosen
}

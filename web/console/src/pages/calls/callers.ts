/** The bridge finds callers by the last digits of their number, and by no fewer than these. */
const fewestDigits = 3
/** From so many on a number is typed whole: a 0 before it is not part of its international form. */
const nationalDigits = 10
/** What callers are sought by; undefined while there are too few digits to seek by. */
export function digitsSought(typed: string): string | undefined {
  const digits = typed.replace(/\D/g, '')
  if (digits.length < fewestDigits) return undefined
  return digits.length >= nationalDigits ? digits.replace(/^0+/, '') : digits
}

/** Calls of one caller, newest first; whoever hides the number is a caller of their own with each call. */
export function byCaller<Each extends { readonly from: string | null }>(
  calls: readonly Each[],
): [Each, ...Each[]][] {
  const groups = new Map<unknown, [Each, ...Each[]]>()
  for (const call of calls) {
    const key = call.from ?? call
    const group = groups.get(key)
    if (group) group.push(call)
    else groups.set(key, [call])
  }
  return [...groups.values()]
}

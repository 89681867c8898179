/**
 * The same pure function, which remembers what it answered: calls to a number get the same document over and over, and
 * building it costs more than the rest of the webhook.
 * @param limit of answers; the longest known goes first
 */
export function rememberLast<Arguments extends readonly unknown[], Answer>(
  limit: number,
  answer: (...given: Arguments) => Answer,
): (...given: Arguments) => Answer {
  const known = new Map<string, Answer>()
  return (...given) => {
    const key = JSON.stringify(given)
    const before = known.get(key)
    if (before !== undefined) return before
    const fresh = answer(...given)
    if (known.size >= limit) known.delete(known.keys().next().value as string)
    known.set(key, fresh)
    return fresh
  }
}

/** The part that an answer is, of a whole of `total` bytes. */
function partOf(answer: Response): { readonly end: number; readonly total: number } | undefined {
  const [, end, total] = /^bytes \d+-(\d+)\/(\d+)$/.exec(answer.headers.get('content-range') ?? '') ?? []
  return end === undefined ? undefined : { end: Number(end) + 1, total: Number(total) }
}

/**
 * A file that may be longer than one answer: deployed, an answer of the bridge has 4 MB at most, so that it is asked for part
 * after part (RFC 9110, section 14). A server that sends all of it at once is as good.
 * @throws an Error if it can't be had, or changes in between
 */
export async function wholeFile(
  path: string,
  ask: (path: string, init: { readonly headers: Record<string, string> }) => Promise<Response> = fetch,
): Promise<Blob> {
  const parts: Blob[] = []
  let [from, total] = [0, Number.POSITIVE_INFINITY]
  while (from < total) {
    const answer = await ask(path, { headers: { range: `bytes=${from}-` } })
    if (!answer.ok) throw new Error(`The bridge answered ${answer.status}.`)
    const part = partOf(answer)
    if (!part) return answer.blob()
    if (part.end <= from || (parts.length > 0 && part.total !== total)) throw new Error('The file changed.')
    parts.push(await answer.blob())
    ;({ end: from, total } = part)
  }
  return new Blob(parts, { type: parts[0]?.type ?? '' })
}

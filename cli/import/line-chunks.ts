/** Whole lines that go together in one request. */
export interface Chunk {
  readonly bytes: Uint8Array
  /** Where it begins: bytes and lines before it. */
  readonly offset: number
  readonly firstLine: number
  readonly lines: number
}

const newline = 0x0a
const countLines = (bytes: Uint8Array) => {
  let lines = bytes.length > 0 && bytes.at(-1) !== newline ? 1 : 0
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) lines += 1
  return lines
}

/**
 * Cuts a stream at line ends into pieces of about `size` bytes; only a single longer line makes a larger one. Holds one
 * piece at a time, whatever the stream's length.
 */
export async function* chunksOf(
  stream: AsyncIterable<Uint8Array>,
  size: number,
  start: { readonly offset: number; readonly line: number },
): AsyncGenerator<Chunk> {
  let { offset, line: firstLine } = start
  let parts: Uint8Array[] = []
  let held = 0

  function take(end: number, all: Uint8Array): Chunk {
    const bytes = all.subarray(0, end)
    const chunk = { bytes, offset, firstLine, lines: countLines(bytes) }
    offset += end
    firstLine += chunk.lines
    parts = end < all.length ? [all.subarray(end)] : []
    held = all.length - end
    return chunk
  }

  for await (const part of stream) {
    parts.push(part)
    held += part.length
    while (held >= size) {
      const all = Buffer.concat(parts)
      const last = all.lastIndexOf(newline, size - 1)
      const end = last >= 0 ? last : all.indexOf(newline, size)
      if (end < 0) {
        parts = [all]
        break
      }
      yield take(end + 1, all)
    }
  }
  if (held > 0) yield take(held, Buffer.concat(parts))
}

/** Two halves, cut at a line end; undefined for a single line. */
export function halvesOf({ bytes, offset, firstLine }: Chunk): [Chunk, Chunk] | undefined {
  const middle = Math.floor(bytes.length / 2)
  const before = bytes.lastIndexOf(newline, middle)
  const end = before >= 0 ? before : bytes.indexOf(newline, middle)
  if (end < 0 || end + 1 >= bytes.length) return undefined
  const head = bytes.subarray(0, end + 1)
  const tail = bytes.subarray(end + 1)
  const lines = countLines(head)
  return [
    { bytes: head, offset, firstLine, lines },
    { bytes: tail, offset: offset + head.length, firstLine: firstLine + lines, lines: countLines(tail) },
  ]
}

/**
 * The URL that a text is, if it is one. `URL.canParse` is not asked: once V8 has optimised the caller, Node 20's reads
 * Latin-1 text as if it were UTF-8 and refuses `https://bücher.example/` (tests/domain/url.test.ts shows it).
 * @param base what an address without an origin is relative to
 */
export function readUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base)
  } catch {
    return undefined
  }
}

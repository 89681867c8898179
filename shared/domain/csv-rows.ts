export interface CsvRecord {
  /** Of the line that it begins on, from 1. */
  readonly line: number
  readonly cells: readonly string[]
}
export interface CsvReading {
  readonly records: readonly CsvRecord[]
  /** The line of the quote mark that is never closed: what comes from there on is not read. */
  readonly openQuoteAt?: number | undefined
}

const separators = [',', ';', '\t'] as const

/** Whichever the first line has most of, outside of quotes. */
function separatorOf(text: string): string {
  const [first = ''] = text.split(/\r?\n/, 1)
  const bare = first.replace(/"[^"]*"/g, '')
  const counted = separators.map((mark) => ({ mark, count: bare.split(mark).length }))
  return counted.reduce((most, each) => (each.count > most.count ? each : most)).mark
}

/**
 * The records of CSV (RFC 4180) with commas, semicolons or tabs, as spreadsheets of all countries write it: a byte order
 * mark, any line ends, quote marks doubled inside of quotes. Blank lines are none; spaces around cells are left out.
 */
export function readCsv(given: string): CsvReading {
  const text = given.replace(/^\ufeff/, '')
  const separator = separatorOf(text)
  const records: CsvRecord[] = []
  let line = 1
  let begun = 1
  let cells: string[] = []
  let at = 0
  const end = () => {
    if (cells.some((cell) => cell !== '')) records.push({ line: begun, cells })
    cells = []
    begun = line
  }
  while (at < text.length) {
    const [blank = ''] = /^[ ]*/.exec(text.slice(at, at + 200)) ?? []
    if (text[at + blank.length] === '"') {
      let cell = ''
      const opened = line
      let from = at + blank.length + 1
      let close = text.indexOf('"', from)
      for (; close >= 0 && text[close + 1] === '"'; close = text.indexOf('"', from)) {
        cell += text.slice(from, close + 1)
        from = close + 2
      }
      if (close < 0) return { records, openQuoteAt: opened }
      cell += text.slice(from, close)
      line += cell.split('\n').length - 1
      at = close + 1
      const rest = nextMark(text, at, separator)
      cells.push((cell + text.slice(at, rest)).trim())
      at = rest
    } else {
      const next = nextMark(text, at, separator)
      cells.push(text.slice(at, next).trim())
      at = next
    }
    if (at >= text.length) break
    if (text[at] === separator) {
      at += 1
      if (at === text.length) cells.push('')
      continue
    }
    at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1
    line += 1
    end()
  }
  end()
  return { records }
}

/** Where the cell ends: at a separator, a line end, or the end of all. */
function nextMark(text: string, from: number, separator: string): number {
  for (let at = from; at < text.length; at++) {
    const character = text[at]
    if (character === separator || character === '\n' || character === '\r') return at
  }
  return text.length
}

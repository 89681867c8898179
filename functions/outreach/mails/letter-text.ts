import type { Block, Letter } from './letter.ts'

const columns = (rows: readonly (readonly string[])[]): string[] => {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, index) => Math.max(most[index] ?? 0, cell.length)),
    [],
  )
  return rows.map((row) =>
    row
      .map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}

function linesOf(block: Block): string[] {
  switch (block.block) {
    case 'facts':
      return block.rows.flatMap(({ label, value, note }) => [
        `${label}: ${value}`,
        ...(note === undefined ? [] : note.split('\n').map((line) => `  ${line}`)),
      ])
    case 'quote':
      return [`${block.title}:`, ...block.text.split('\n').map((line) => `> ${line}`)]
    case 'figures':
      return columns(block.figures.map(({ label, value, change }) => [label, value, change]))
    case 'bars':
      return [
        block.title,
        ...columns(block.bars.map(({ label, value }) => [label, String(Math.round(value * 10) / 10)])),
      ]
    case 'table':
      return [block.title, ...columns([block.columns, ...block.rows]), ...(block.note ? [block.note] : [])]
    case 'list':
      return [block.title, ...block.items.map((item) => `- ${item}`)]
    case 'actions':
      return block.actions.map(({ label, href }) => `${label}: ${href}`)
  }
}

/** The same letter for programs, and people, that read plain text. */
export function letterText(letter: Letter): string {
  const { business, kicker, title, lead, blocks, why, preferencesUrl, unsubscribeUrl } = letter
  const parts = [
    [business],
    [kicker, title, ...(lead === undefined ? [] : [lead])],
    ...blocks.map(linesOf),
    [
      '-- ',
      why,
      ...(preferencesUrl === undefined ? [] : [`Choose what you get: ${preferencesUrl}`]),
      ...(unsubscribeUrl === undefined ? [] : [`Unsubscribe: ${unsubscribeUrl}`]),
    ],
  ]
  return `${parts.map((part) => part.join('\n')).join('\n\n')}\n`
}

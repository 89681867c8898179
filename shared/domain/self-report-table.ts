import type { Section } from './rollup.ts'
import { unknownKey } from './row-key.ts'
import { wholeMicros } from './split.ts'

/** What people said, and what was measured of them. */
export interface SelfReportRow {
  readonly answer: string
  readonly channel: string
  readonly enquiries: number
  readonly value: number
}

/** Answers that differ in nothing but case and spaces are one. */
const plain = (answer: string) => answer.toLowerCase().replace(/\s+/g, ' ').trim()

export const heardKey = (answer: string, measuredChannel: string | null): string =>
  JSON.stringify([answer.replace(/\s+/g, ' ').trim(), measuredChannel ?? unknownKey])

const inAlphabet = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const isUnknown = ({ channel }: { readonly channel: string }) => Number(channel === unknownKey)

interface Sums {
  enquiries: number
  value: number
}

/** Most enquiries first. @param heard sums by `heardKey`: enquiries in millionths first, value sixth */
export function selfReportTable(heard: Section, allEnquiries: number) {
  const spellings = new Map<string, Map<string, number>>()
  const cells = new Map<string, Sums & { readonly answer: string; readonly channel: string }>()
  for (const [key, [micros = 0, , , , , value = 0]] of Object.entries(heard)) {
    const [written, channel] = JSON.parse(key) as [string, string]
    const answer = plain(written)
    const enquiries = micros / wholeMicros
    const spelling = spellings.get(answer) ?? new Map<string, number>()
    spellings.set(answer, spelling.set(written, (spelling.get(written) ?? 0) + enquiries))
    const cell = cells.get(`${answer}\n${channel}`) ?? { answer, channel, enquiries: 0, value: 0 }
    cell.enquiries += enquiries
    cell.value += value
    cells.set(`${answer}\n${channel}`, cell)
  }
  /** As most people wrote it; of equals the first in the alphabet. */
  const shown = (answer: string) =>
    [...(spellings.get(answer) ?? [])].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0] ?? answer
  const byEnquiries = (a: Sums & { answer: string }, b: Sums & { answer: string }) =>
    b.enquiries - a.enquiries || inAlphabet(a.answer, b.answer)
  const answers = new Map<string, Sums & { readonly answer: string; measured: number }>()
  for (const { answer, channel, enquiries, value } of cells.values()) {
    const row = answers.get(answer) ?? { answer, enquiries: 0, value: 0, measured: 0 }
    row.enquiries += enquiries
    row.value += value
    if (channel !== unknownKey) row.measured += enquiries
    answers.set(answer, row)
  }
  const answered = [...answers.values()].reduce((sum, { enquiries }) => sum + enquiries, 0)
  return {
    rows: [...cells.values()]
      .sort((a, b) => byEnquiries(a, b) || isUnknown(a) - isUnknown(b) || inAlphabet(a.channel, b.channel))
      .map((row) => ({ ...row, answer: shown(row.answer) })),
    answers: [...answers.values()].sort(byEnquiries).map((row) => ({ ...row, answer: shown(row.answer) })),
    totals: {
      enquiries: answered,
      value: [...answers.values()].reduce((sum, { value }) => sum + value, 0),
      measured: [...answers.values()].reduce((sum, { measured }) => sum + measured, 0),
      answeredShare: allEnquiries === 0 ? null : answered / allEnquiries,
    },
  }
}

import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { newCodes } from '../shared/domain/code-minting.ts'
import { readCode } from '../shared/domain/code-reading.ts'
import type { Bench } from './bench.ts'
import { interleave, median } from './measure.ts'

/** It ships no types. */
const vouchers = createRequire(import.meta.url)('voucher-code-generator') as {
  generate(options: { count: number; length: number; charset: string }): string[]
}

const codeCount = 1_000_000
const randomDigits = 9
const rounds = 3

/** @returns how many a second were made */
async function rate(count: number, work: () => unknown): Promise<number> {
  const startedAt = performance.now()
  work()
  return (count / (performance.now() - startedAt)) * 1000
}

const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']
const spell = (digits: string, between: string) =>
  Array.from(digits, (digit) => words[Number(digit)]).join(between)

/** Ways in which callers give a code, and in which recognisers write it down. */
const ways: readonly ((code: string) => string)[] = [
  (code) => `${code.slice(0, 3)}-${code.slice(3)}.`,
  (code) => spell(code, ' '),
  (code) => `${spell(code.slice(0, 3), ' ')}, ${spell(code.slice(3), ' ').replaceAll('zero', 'oh')}`,
  (code) => `um it's ${spell(code, ', ')} please`,
  (code) => `my code is ${code.slice(0, 2)} ${spell(code.slice(2), ' ')} thank you`,
  (code) => `double ${words[5]} ${spell(code.slice(2), ' ')}`,
  (code) => `${spell(code.slice(0, 2), ' ')} five hundred fifty five ${spell(code.slice(5), ' ')}`,
  (code) => `the code is for ate to ${spell(code.slice(3), ' ')} hash`,
]

const utterances = newCodes(10_000, 6, randomBytes).map(
  (code, index) => ways[index % ways.length]?.(code) ?? code,
)
const utteranceRounds = 10

function readAll(): void {
  for (let round = 0; round < utteranceRounds; round++) {
    for (const utterance of utterances) readCode({ heard: [utterance] }, [7])
  }
}

const per = (name: 'codes' | 'vouchers' | 'utterances', round: number) =>
  `${name}, round ${round + 1}/${rounds}`

export const codes: Bench = {
  name: 'codes',
  title: 'Coupon codes in memory: minting beside voucher-code-generator, reading what was said',

  async run(context) {
    const rates = await interleave(
      {
        ours: (round) => {
          context.progress(per('codes', round))
          return rate(codeCount, () => newCodes(codeCount, randomDigits, randomBytes))
        },
        theirs: (round) => {
          context.progress(per('vouchers', round))
          const options = { count: codeCount, length: randomDigits + 1, charset: '0123456789' }
          return rate(codeCount, () => vouchers.generate(options))
        },
        read: (round) => {
          context.progress(per('utterances', round))
          return rate(utterances.length * utteranceRounds, readAll)
        },
      },
      rounds,
    )
    return [
      {
        figure: 'a million distinct codes, 9 random digits and their check',
        value: median(rates.ours),
        unit: '/s',
        floor: { name: 'voucher-code-generator, 10 of Math.random', value: median(rates.theirs) },
        aim: { of: 'ratio', atLeast: 1 },
      },
      {
        figure: 'utterances read',
        value: median(rates.read),
        unit: '/s',
        aim: { of: 'value', atLeast: 100_000 },
      },
    ]
  },
}

import fc from 'fast-check'
import { english } from '../../shared/domain/spoken-english.ts'

/** Every way of saying a code that the table of English knows, made from the table itself. */

/** Some digits as they may be said. */
interface Piece {
  readonly digits: number
  readonly words: string
  /** A digit said right behind it would be taken into the number: "twenty", "four hundred". */
  readonly isOpen: boolean
}

type Choose = <Item>(items: readonly Item[]) => Item

const wordsFor = (table: Readonly<Record<string, string | number>>, value: string | number): string[] =>
  Object.keys(table).filter((word) => table[word] === value)

const digitWords = (digit: string) => [
  ...wordsFor(english.digits, digit),
  ...wordsFor(english.soundalikes, digit),
]
const scaleOf = (zeros: number) => wordsFor(english.scales, zeros)[0] as string

/** A number from 1 to 99, leading zero or not. */
function small(value: string, choose: Choose): Piece | undefined {
  const plain = value.replace(/^0/, '')
  if (plain === '' || plain === '0') return undefined
  if (plain.length === 1) return { digits: 1, words: choose(digitWords(plain)), isOpen: false }
  const teens = wordsFor(english.teens, plain)
  if (teens.length > 0) return { digits: 2, words: choose(teens), isOpen: false }
  const tens = choose(wordsFor(english.tens, `${plain.charAt(0)}0`))
  if (plain.endsWith('0')) return { digits: 2, words: tens, isOpen: true }
  const unit = choose(digitWords(plain.charAt(1)))
  return { digits: 2, words: `${tens}${choose([' ', '-'])}${unit}`, isOpen: false }
}

const oneDigit = (rest: string, choose: Choose): Piece => {
  const digit = rest.charAt(0)
  return { digits: 1, words: choose([...digitWords(digit), digit]), isOpen: false }
}

const numeral = (rest: string, choose: Choose): Piece => {
  const digits = Math.min(rest.length, choose([2, 3, 4]))
  return { digits, words: rest.slice(0, digits), isOpen: false }
}

const twoDigits = (rest: string, choose: Choose): Piece | undefined =>
  rest.length >= 2 && !rest.startsWith('0') ? small(rest.slice(0, 2), choose) : undefined

function repeated(rest: string, choose: Choose): Piece | undefined {
  const [word, times] = choose(Object.entries(english.repeats))
  const digit = rest.charAt(0)
  if (rest.slice(0, times) !== digit.repeat(times)) return undefined
  return { digits: times, words: `${word} ${choose([...digitWords(digit), digit])}`, isOpen: false }
}

function plural(rest: string, choose: Choose): Piece | undefined {
  const times = choose([2, 3, 4])
  const digit = rest.charAt(0)
  if (rest.slice(0, times) !== digit.repeat(times)) return undefined
  const several = choose(wordsFor(english.plurals, digit))
  return { digits: times, words: `${choose(digitWords(String(times)))} ${several}`, isOpen: false }
}

/** "five hundred", "a hundred", "4 hundred", "forty eight hundred", "two thousand". */
function round(rest: string, choose: Choose): Piece | undefined {
  const zeros = choose(Object.values(english.scales))
  const found = new RegExp(`^([1-9][0-9]?)${'0'.repeat(zeros)}`).exec(rest)
  const count = found?.[1]
  if (found === null || count === undefined) return undefined
  const counted = choose([small(count, choose)?.words, count, ...(count === '1' ? ['a'] : [])])
  return counted === undefined
    ? undefined
    : { digits: found[0].length, words: `${counted} ${scaleOf(zeros)}`, isOpen: true }
}

/** "four hundred and five", "two thousand nineteen". */
function scaled(rest: string, choose: Choose): Piece | undefined {
  const zeros = choose(Object.values(english.scales))
  if (!new RegExp(`^[1-9]0{${zeros - 2}}[0-9]{2}`).test(rest)) return undefined
  const behind = small(rest.slice(zeros - 1, zeros + 1), choose)
  if (!behind) return undefined
  const head = `${choose([...digitWords(rest.charAt(0)), rest.charAt(0)])} ${scaleOf(zeros)}`
  const link = choose([' ', ` ${choose(english.links)} `])
  return { digits: zeros + 1, words: head + link + behind.words, isOpen: behind.isOpen }
}

type Way = (rest: string, choose: Choose) => Piece | undefined

export const everyWay: readonly Way[] = [oneDigit, numeral, twoDigits, repeated, plural, round, scaled]
/** What is said without a word for a scale. */
export const waysBelowHundred: readonly Way[] = [oneDigit, twoDigits, repeated]

const marks = [', ', '. ', '; ', ' – ', '... ']

function pieceFor(rest: string, ways: readonly Way[], choose: Choose): Piece {
  const way = choose(ways)
  return way(rest, choose) ?? twoDigits(rest, choose) ?? oneDigit(rest, choose)
}

function utter(code: string, ways: readonly Way[], withPauses: boolean, choose: Choose): string {
  let utterance = ''
  for (let said = 0; said < code.length; ) {
    const piece = pieceFor(code.slice(said), ways, choose)
    said += piece.digits
    utterance += piece.words
    if (!withPauses) utterance += ' '
    else if (piece.isOpen) utterance += choose([...marks, ` ${choose(english.pauses)} `])
    else
      utterance += choose([
        ' ',
        ' ',
        ' ',
        ...marks,
        ` ${choose([...english.pauses, ...english.links, ...english.fillers])} `,
      ])
  }
  return utterance
}

const before = ['', '', 'um ', "It's ", 'The code is ', 'Yes, hello, my coupon code is: ']
const behind = ['', '', ' please', ' thank you', ' hash', '.', ', got it?']

/** One of the ways to say a code, with pauses wherever a listener needs them. */
export const spokenWays = (code: string, ways: readonly Way[] = everyWay): fc.Arbitrary<string> =>
  choices.map((next) => {
    const choose = chooser(next)
    return choose(before) + utter(code, ways, true, choose) + choose(behind)
  })

/** The same without any pause: "twenty one" may mean 2 0 1. */
export const hurriedWays = (code: string): fc.Arbitrary<string> =>
  choices.map((next) => utter(code, waysBelowHundred, false, chooser(next)))

/** More than the longest code asks for. */
const choices = fc.array(fc.nat(9999), { minLength: 200, maxLength: 200 })

function chooser(numbers: readonly number[]): Choose {
  let used = 0
  return (items) =>
    items[(numbers[used++ % numbers.length] as number) % items.length] as (typeof items)[number]
}

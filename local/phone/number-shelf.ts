import type { NumberType } from '../../shared/twilio/number-resource.ts'

/** Numbers of the ranges that are kept free for films and examples: nobody has them. */
interface Range {
  readonly type: NumberType
  /** E.164; each `#` is a digit that counts up. */
  readonly pattern: string
  readonly locality: string | null
  readonly region: string | null
}

const british = (pattern: string, locality: string | null, type: NumberType = 'local'): Range => ({
  type,
  pattern,
  locality,
  region: null,
})

/** Ofcom's numbers for drama. */
const inBritain: readonly Range[] = [
  british('+442079460###', 'London'),
  british('+441614960###', 'Manchester'),
  british('+441214960###', 'Birmingham'),
  british('+441134960###', 'Leeds'),
  british('+441314960###', 'Edinburgh'),
  british('+441632960###', null),
  british('+447700900###', null, 'mobile'),
  british('+448081570###', null, 'toll-free'),
  british('+443069990###', null, 'national'),
]

const towns: Readonly<
  Record<string, readonly (readonly [area: string, locality: string, region: string])[]>
> = {
  US: [
    ['415', 'San Francisco', 'CA'],
    ['212', 'New York', 'NY'],
    ['312', 'Chicago', 'IL'],
    ['206', 'Seattle', 'WA'],
  ],
  CA: [
    ['416', 'Toronto', 'ON'],
    ['604', 'Vancouver', 'BC'],
  ],
}

/** 555-0100 to 555-0199 of any area. */
const american = (area: string, locality: string | null, region: string | null): Range => ({
  type: 'local',
  pattern: `+1${area}55501##`,
  locality,
  region,
})

export interface ShelfQuery {
  readonly country: string
  readonly type: NumberType
  readonly areaCode: string | undefined
  readonly contains: string | undefined
  readonly locality: string | undefined
  readonly limit: number
}

export interface ShelfNumber {
  readonly number: string
  readonly locality: string | null
  readonly region: string | null
}

function rangesOf({ country, type, areaCode, locality }: ShelfQuery): readonly Range[] | undefined {
  if (country === 'GB') {
    return inBritain.filter((each) => each.type === type && (!locality || each.locality === locality))
  }
  const known = towns[country]
  if (!known) return undefined
  if (type !== 'local') return []
  const found = known.filter(
    ([area, town]) => (!areaCode || area === areaCode) && (!locality || town === locality),
  )
  // Any other area has its 555 numbers, too.
  if (found.length === 0 && areaCode && !locality) return [american(areaCode, null, null)]
  return found.map((town) => american(...town))
}

function* numbersOf({ pattern }: Range): Generator<string> {
  const open = pattern.split('#').length - 1
  for (let count = 0; count < 10 ** open; count += 1) {
    yield pattern.replace(/#+$/, String(count).padStart(open, '0'))
  }
}

/** As Twilio reads it: anywhere in the number, `*` is any digit. */
const matcherOf = (contains: string | undefined): RegExp =>
  new RegExp((contains ?? '').replace(/\D/g, (character) => (character === '*' ? '\\d' : '')))

/**
 * @param isTaken whether somebody has it
 * @returns `undefined` for a country without numbers here
 */
export function numbersOnShelf(
  query: ShelfQuery,
  isTaken: (number: string) => boolean,
): readonly ShelfNumber[] | undefined {
  const ranges = rangesOf(query)
  if (!ranges) return undefined
  const matches = matcherOf(query.contains)
  const found: ShelfNumber[] = []
  // Some of each range, as a shop shows them.
  const open = ranges.map((range) => ({ range, numbers: numbersOf(range) }))
  while (open.length > 0 && found.length < query.limit) {
    for (const shelf of [...open]) {
      const next = nextOf(shelf.numbers, (number) => matches.test(number) && !isTaken(number))
      if (next === undefined) open.splice(open.indexOf(shelf), 1)
      else found.push({ number: next, locality: shelf.range.locality, region: shelf.range.region })
    }
  }
  return found.slice(0, query.limit)
}

function nextOf(numbers: Generator<string>, fits: (number: string) => boolean): string | undefined {
  for (let next = numbers.next(); !next.done; next = numbers.next()) if (fits(next.value)) return next.value
  return undefined
}

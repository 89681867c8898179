import type { Random } from './valid-value.ts'

const long = 'x'.repeat(20_000)
/** Texts that have broken programs before. */
export const nastyTexts: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\udfff tail',
  '\u202e\u2066evil',
  '😀'.repeat(300),
  'ﬃ\u0345',
  long,
  '__proto__',
  'constructor',
  'toString',
  "' OR '1'='1",
  '"; DROP TABLE ledger; --',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '{{7*7}}#{7*7}',
  '=HYPERLINK("https://evil.example","x")',
  '../../../../etc/passwd',
  '%00%2e%2e%2f',
  '%',
  'a#b#c',
  'acc_other#number#1',
  '9'.repeat(400),
  '-1',
  '1e309',
  'NaN',
  'P999999999999999999D',
  'P0D',
  '+99999999999999999999',
  '+',
  '0000-00-00',
  '2026-02-30',
  '9999-12-31T23:59:59.999Z',
  '275760-09-13T00:00:00.001Z',
  'javascript:alert(1)',
  'http://169.254.169.254/latest/meta-data/',
  'file:///etc/passwd',
  '//evil.example',
  '\r\nset-cookie: a=b',
]
const nastyNumbers: readonly number[] = [
  0,
  -0,
  -1,
  1.5,
  1e15,
  1e16,
  2 ** 53,
  -(2 ** 53),
  1e21,
  1e125,
  1e126,
  1e308,
  5e-324,
  1e-130,
  0.1 + 0.2,
]

const nested = (depth: number): unknown => {
  let value: unknown = 'deep'
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { a: value }
  return value
}

const nasty = (random: Random, instead?: unknown): unknown => {
  // Of its own type it passes for what it is not more often.
  if (random.chance(0.6)) {
    if (typeof instead === 'string') return random.one(nastyTexts)
    if (typeof instead === 'number') return random.one(nastyNumbers)
  }
  const pick = random.below(10)
  if (pick < 5) return random.one(nastyTexts)
  if (pick < 7) return random.one(nastyNumbers)
  if (pick === 7) return random.one([null, true, false, [], {}, [[]], [null], { '': 1 }, { a: { b: null } }])
  if (pick === 8) return nested(random.one([2, 9, 200, 2000]))
  return Array.from({ length: random.one([3, 300]) }, () => random.one(nastyTexts.slice(0, 8)))
}

/** The value with one or a few of its places changed: by others, nothing, more, or what belongs to no plain object. */
export function mutated(value: unknown, random: Random): unknown {
  const copy = structuredClone(value)
  let changed = copy
  for (let rounds = 1 + random.below(2); rounds > 0; rounds--) changed = mutateOnce(changed, random)
  return changed
}

function mutateOnce(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random.chance(0.1)) return nasty(random)
  const holder = value as Record<string, unknown>
  const names = Object.keys(holder)
  if (names.length === 0 || random.chance(0.15)) {
    if (Array.isArray(value)) return [...value, nasty(random)]
    return {
      ...holder,
      [random.one(['extra', 'constructor', 'prototype', '', '\u0000', 'a#b', 'id', 'account'])]:
        nasty(random),
    }
  }
  const name = random.one(names)
  const inner = holder[name]
  if (typeof inner === 'object' && inner !== null && random.chance(0.7)) {
    holder[name] = mutateOnce(inner, random)
    return holder
  }
  if (random.chance(0.15)) {
    delete holder[name]
    return Array.isArray(value) ? [...(value as unknown[])] : holder
  }
  holder[name] = nasty(random, inner)
  return holder
}

/** JSON text with what no object can be made to say: a prototype of its own, a name twice, a number too large. */
export function brokenText(text: string, random: Random): string {
  const at = random.below(text.length + 1)
  switch (random.below(8)) {
    case 0:
      return text.slice(0, at)
    case 1:
      return `${text.slice(0, at)}}${text.slice(at)}`
    case 2:
      return text.replace(/^\{/, '{"__proto__":{"isAdmin":true,"toString":1},')
    case 3:
      return text.replace(/^\{/, '{"constructor":{"prototype":{"x":1}},')
    case 4:
      return text.replace(/:(\d+)/, ':1e999')
    case 5:
      return `\ufeff${text}`
    case 6:
      return '['.repeat(20_000)
    default:
      return text.replace(/"/, '\u0000"')
  }
}

import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { fieldErrors } from '../../shared/http/field-error.ts'

const schema = z.strictObject({
  word: z.optional(z.string().check(z.minLength(1), z.maxLength(3))),
  list: z.optional(z.array(z.int()).check(z.minLength(2), z.maxLength(3))),
  count: z.optional(z.int().check(z.gte(1), z.lte(9), z.multipleOf(3))),
  choice: z.optional(z.enum(['a', 'b'])),
  only: z.optional(z.literal('x')),
  link: z.optional(z.url()),
  digits: z.optional(z.string().check(z.regex(/^\d+$/))),
  either: z.optional(z.union([z.boolean(), z.strictObject({ inner: z.string() })])),
  own: z.optional(z.string().check(z.refine(() => false, { error: 'Say why.' }))),
})

test.each([
  [{ word: '' }, 'word', 'Must not be empty.'],
  [{ word: 'long' }, 'word', 'Must have at most 3 characters.'],
  [{ word: 1 }, 'word', 'Must be a string.'],
  [{ list: [1] }, 'list', 'Must have at least 2 entries.'],
  [{ list: [1, 'x'] }, 'list.1', 'Must be a number.'],
  [{ list: 'x' }, 'list', 'Must be an array.'],
  [{ count: 0 }, 'count', 'Must be at least 1.'],
  [{ count: 12 }, 'count', 'Must be at most 9.'],
  [{ count: 4 }, 'count', 'Must be a multiple of 3.'],
  [{ count: 1.5 }, 'count', 'Must be an integer.'],
  [{ choice: 'c' }, 'choice', 'Must be one of "a", "b".'],
  [{ only: 'y' }, 'only', 'Must be "x".'],
  [{ link: 'none' }, 'link', 'Must be a valid url.'],
  [{ digits: 'x' }, 'digits', 'Must match /^\\d+$/.'],
  [{ either: 3 }, 'either', 'Must be a boolean or an object.'],
  [{ either: {} }, 'either.inner', 'Required: a string.'],
  [{ either: { inner: 'x', outer: 1 } }, 'either.outer', 'Unknown field: remove it or correct its name.'],
  [{ own: 'x' }, 'own', 'Say why.'],
  [{ other: 1 }, 'other', 'Unknown field: remove it or correct its name.'],
  [[], '', 'Must be an object.'],
])('%j', (value, path, message) => {
  const parsed = schema.safeParse(value, { reportInput: true })
  expect(parsed.error && fieldErrors(parsed.error)).toContainEqual({ path, message })
})

test('every unknown field is named', () => {
  const parsed = schema.safeParse({ one: 1, two: 2 })
  expect(parsed.error && fieldErrors(parsed.error).map(({ path }) => path)).toEqual(['one', 'two'])
})

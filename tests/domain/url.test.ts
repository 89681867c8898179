import { describe, expect, test } from 'vitest'
import { readAddress } from '../../shared/domain/source-url.ts'
import { readUrl } from '../../shared/domain/url.ts'

describe('readUrl', () => {
  test.each([
    ['https://example.com/a?b#c', undefined, 'https://example.com/a?b#c'],
    ['/a', 'https://example.com/', 'https://example.com/a'],
    ['/a', undefined, undefined],
    ['no address', undefined, undefined],
    ['', undefined, undefined],
  ])('of %j beside %j is %j', (text, base, href) => {
    expect(readUrl(text, base)?.href).toBe(href)
  })

  test.each([
    ['readUrl', readUrl],
    ['readAddress', readAddress],
  ])(
    'and %s knows one with an umlaut however often it is asked: what is called often is compiled',
    (_, read) => {
      let missed = 0
      for (let asked = 0; asked < 30_000; asked++) if (!read('https://bücher.example/hooks')) missed += 1
      expect(missed).toBe(0)
    },
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { returnPath } from '../../shared/domain/return-path.ts'
import { runs } from '../support/runs.ts'

test.each([
  ['a page', '/calls', '/calls'],
  ['with a query and a place', '/sources?model=last#top', '/sources?model=last#top'],
  ['nothing', undefined, '/'],
  ['the empty text', '', '/'],
  ['another site', 'https://evil.example/', '/'],
  ['another site without a scheme', '//evil.example/', '/'],
  ['another site by a backslash', '/\\evil.example', '/'],
  ['another site behind a tab, which browsers leave out', '/\t/evil.example', '/'],
  ['another site behind a line end', '/\n/evil.example', '/'],
  ['another site after dots', '/..//evil.example', '/'],
  ['a script', 'javascript:alert(1)', '/'],
  ['a path that is none', 'calls', '/'],
  ['a leading space', ' /calls', '/'],
  ['the sign-in itself, which would go in circles', '/auth/sign-in?to=/calls', '/'],
  ['the sign-in itself, by dots', '/calls/../auth/sign-in', '/'],
  ['a page that only begins alike', '/authors', '/authors'],
  ['what is longer than an address may be', `/${'x'.repeat(3_000)}`, '/'],
])('%s', (_label, asked, expected) => expect(returnPath(asked)).toBe(expected))

test('whatever is asked, a browser stays where it is', () => {
  const parts = fc.constantFrom(
    '/',
    '\\',
    '.',
    '\t',
    '\n',
    'evil.example',
    ':',
    'http',
    '@',
    '?',
    '#',
    '%2f',
    'a',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.webUrl(),
        fc.string(),
        fc.array(parts).map((each) => `/${each.join('')}`),
      ),
      (asked) => {
        const to = returnPath(asked)
        expect(to).not.toMatch(/[\r\n]/)
        for (const base of ['https://calls.example.com', 'http://localhost:8787']) {
          expect(new URL(to, `${base}/auth/callback`).origin).toBe(base)
        }
      },
    ),
    { numRuns: runs(500) },
  )
})

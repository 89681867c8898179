import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compiledFile, compileSourceLists } from '../../scripts/compile-source-lists.ts'
import { serviceOfHost, serviceOfName } from '../../shared/domain/service.ts'
import {
  channels,
  classifyDeclared,
  classifyVisit,
  retainReferrer,
  retainUrl,
} from '../../shared/domain/source.ts'
import { runs } from '../support/runs.ts'

const text = fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 40 }))
const names = [
  'utm_source',
  'UTM_Medium',
  'utm_campaign',
  'utm_id',
  'gclid',
  'fbclid',
  'SCCID',
  'gad_source',
  'email',
  'q',
]
const host = fc.constantFrom(
  'google.com',
  'l.facebook.com',
  'a.example',
  'www.example.org',
  'bing.com',
  'youtube.com',
)
const value = fc.oneof(
  text,
  fc.constantFrom('google', 'fb-ads', 'cpc', 'email', 'shop', 'x.com', '', '%', 'a'.repeat(600)),
)
const url = fc.oneof(
  text,
  text.map((rest) => `https://${rest}`),
  fc
    .tuple(
      fc.constantFrom('http', 'https', 'android-app', 'ftp'),
      host,
      text,
      fc.array(fc.tuple(fc.constantFrom(...names), value)),
    )
    .map(([scheme, at, path, query]) => {
      const search = new URLSearchParams(query).toString()
      return `${scheme}://ann:pw@${at}/${path.replace(/[?#]/g, '')}?${search}#${path}`
    }),
  fc.tuple(host, text).map(([at, query]) => `https://${at}/?utm_source=${query}`),
)
const visits = fc.record({ url, referrer: fc.option(url, { nil: undefined }) })

describe('any text', () => {
  test('is classified into one of the channels, and never throws', () => {
    fc.assert(
      fc.property(visits, (visit) => {
        const { channel, source, medium } = classifyVisit(visit)
        expect(channels).toContain(channel)
        expect(source === '').toBe(false)
        expect(medium === '').toBe(false)
      }),
      {
        numRuns: runs(1000),
        examples: ['https://.', 'https://www.', 'https://www..', 'android-app://.'].map(
          (referrer): [{ url: string; referrer: string | undefined }] => [{ url: '', referrer }],
        ),
      },
    )
  })

  test('may be declared', () => {
    fc.assert(
      fc.property(
        fc.record({ source: text, medium: text, campaign: text }, { requiredKeys: [] }),
        (declared) => {
          expect(channels).toContain(classifyDeclared(declared).channel)
        },
      ),
    )
  })

  test('is Direct only where nothing came with the visit', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('utm_source', 'utm_campaign', 'utm_id', 'gclid', 'fbclid', 'epik'),
        text,
        (name, of) => {
          fc.pre(of.trim() !== '' && of.trim() !== '(direct)')
          const query = new URLSearchParams({ [name]: of }).toString()
          fc.pre(new URLSearchParams(query).get(name)?.trim() !== '')
          expect(classifyVisit({ url: `https://a.example/?${query}` }).channel).not.toBe('Direct')
        },
      ),
    )
  })
})

describe('what the ledger keeps', () => {
  test('is classified as the visit itself was, and kept again as it is', () => {
    fc.assert(
      fc.property(visits, (visit) => {
        const kept = {
          url: retainUrl(visit.url) ?? '',
          referrer: retainReferrer(visit.referrer ?? '') ?? undefined,
        }
        expect(classifyVisit(kept)).toEqual(classifyVisit(visit))
        if (kept.url !== '') expect(retainUrl(kept.url)).toBe(kept.url)
        if (kept.referrer !== undefined) expect(retainReferrer(kept.referrer)).toBe(kept.referrer)
      }),
      { numRuns: runs(1000) },
    )
  })

  test('holds no parameter but those of campaigns and clicks, no fragment and no user', () => {
    fc.assert(
      fc.property(url, (address) => {
        const kept = retainUrl(address)
        if (kept === null) return
        const { hash, username, password, searchParams } = new URL(kept)
        expect([hash, username, password]).toEqual(['', '', ''])
        for (const name of searchParams.keys()) expect(['email', 'q']).not.toContain(name)
      }),
    )
  })
})

describe('hosts', () => {
  const label = fc.stringMatching(/^[a-z][a-z0-9]{0,7}$/)
  test('match at label boundaries only', () => {
    fc.assert(
      fc.property(
        label,
        fc.constantFrom('t.co', 'x.com', 'facebook.com', 'youtube.com', 'amazon.de', 'claude.ai'),
        (at, known) => {
          expect(serviceOfHost(`${at}.${known}`)).toEqual(serviceOfHost(known))
          expect(serviceOfHost(`${known}.${at}.example`)).toBeUndefined()
          expect(serviceOfHost(`zq${at}${known}`)).toBeUndefined()
        },
      ),
    )
  })

  test('of search engines match whole', () => {
    fc.assert(
      fc.property(label, fc.constantFrom('google.com', 'google.de', 'duckduckgo.com'), (at, known) => {
        expect(serviceOfHost(`zq${at}.${known}`)).toBeUndefined()
      }),
    )
  })

  test('of any length are classified', () => {
    const long = 'a.'.repeat(200_000)
    const visit = { url: `https://${long}com/`, referrer: `https://b.${long}com/?utm_source=${long}` }
    expect(classifyVisit(visit).channel).toBe('Referral')
    expect(serviceOfHost(`${long}com`)).toBeUndefined()
  })
})

describe('the lists', () => {
  test('are compiled from the raw ones as they stand', () => {
    expect(readFileSync(compiledFile, 'utf8')).toBe(compileSourceLists())
  })

  test.each([
    ['google.com', 'search'],
    ['mail.google.com', 'email'],
    ['plus.google.com', 'social'],
    ['gemini.google.com', 'ai'],
    ['twitch.tv', 'video'],
    ['etsy.com', 'shopping'],
  ])('%s is %s', (known, category) => expect(serviceOfHost(known)?.category).toBe(category))

  test("GA4's names and hosts keep GA4's category, but for webmail, assistants and the named exceptions", () => {
    const raw = readFileSync(
      new URL('../../shared/domain/data/raw/ga4_source_categories.csv', import.meta.url),
      'utf8',
    )
    const differing = raw
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .flatMap((line) => {
        const comma = line.lastIndexOf(',')
        const found = serviceOfName(line.slice(0, comma))?.service.category
        const expected = line
          .slice(comma + 1)
          .replace('SOURCE_CATEGORY_', '')
          .toLowerCase()
        return found === expected ? [] : [`${line.slice(0, comma)} ${found}`]
      })
    expect(differing.sort()).toEqual([
      'email.seznam.cz email',
      'mail.rambler.ru email',
      'mail.yandex.ru email',
    ])
  })
})

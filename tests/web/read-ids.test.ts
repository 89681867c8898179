import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { browserIdNames, browserIdPatterns } from '../../shared/domain/conversion/browser-ids.ts'
import { readIds, withheldBy } from '../../web/snippet/ids/read-ids.ts'

const all = { analytics: false, ads: false }
const client = '1234567890.1700000000'
const ga = `_ga=GA1.1.${client}`

describe('the ids that ad platforms match by', () => {
  test.each<[string, ReturnType<typeof readIds>, string]>([
    ['', {}, 'no cookies'],
    ['tieline=vis_ga.ses_fb.1; theme=dark', {}, 'cookies of others'],
    [ga, { gaClientId: client }, 'GA’s client'],
    [`_ga=GA1.2-2.${client}`, { gaClientId: client }, 'a cookie of a path of its own'],
    [`shop_ga=GA1.1.${client}`, { gaClientId: client }, 'a prefix that the site chose'],
    [`shop_ga=GA1.1.1.1; _ga=GA1.1.${client}`, { gaClientId: client }, 'the plain one before another tool’s'],
    ['_ga=GA1.1.amp-Xyz_1', {}, 'AMP’s clients have no numbers: nothing takes them'],
    ['_gat=1; _gat_gtag_UA_1=1; _gid=GA1.1.1.2', {}, 'what merely begins alike'],
    [
      `${ga}; _ga_ABC123=GS1.1.1763640000.3.1.1763640100.60.0.0`,
      { gaClientId: client, gaSessionId: '1763640000' },
      'a session as it was spelled until 2025',
    ],
    [
      `_ga_ABC123=GS2.1.s1763640000$o3$g1$t1763640100$j60$l0$h0; ${ga}`,
      { gaClientId: client, gaSessionId: '1763640000' },
      'and as it is since',
    ],
    [
      '_ga_ABC123=GS2.1.o3%24s1763640000%24g1',
      { gaSessionId: '1763640000' },
      'parts go by their letter, and signs may be encoded',
    ],
    ['_ga_ABC123=GS3.1.1763640000', {}, 'a spelling that nobody knows yet'],
    ['_fbp=fb.1.1763640000123.987654321', { fbp: 'fb.1.1763640000123.987654321' }, 'Meta’s browser'],
    ['_fbp=fb.1.1763640000123.987654321.AQ', { fbp: 'fb.1.1763640000123.987654321.AQ' }, 'with its mark'],
    [
      '_fbc=fb.1.1763640000123.IwAR0_x-Y.z',
      { fbc: 'fb.1.1763640000123.IwAR0_x-Y.z' },
      'and its click, to the letter',
    ],
    ['_fbp=fb.1.17.9; _fbc=<script>', {}, 'nothing that is not well-formed: the beacon would be refused'],
    ['_uetmsclkid=_uet1a2B3c', { msclkid: '1a2B3c' }, 'Microsoft’s click'],
    ['_uetsid=abc; _uetvid=def', {}, 'its visitors are of no use to conversions'],
    ['%E0%A4%A=x; _fbp=%E0%A4%A', {}, 'what is no encoding'],
  ])('%s → %o (%s)', (cookies, expected, _why) => {
    expect(readIds(cookies, all)).toEqual(expected)
  })

  test.each([
    [undefined, '11', 'the first'],
    ['G-BBB', '22', 'the one that the page names'],
    ['G-CCC', undefined, 'none, where the one named has no session: another’s would be a wrong one'],
  ])('of several streams’ sessions, named %s: %s (%s)', (stream, expected, _why) => {
    const cookies = '_ga_AAA=GS1.1.11.1.0.0.0; _ga_BBB=GS2.1.s22$o1'
    expect(readIds(cookies, all, stream).gaSessionId).toBe(expected)
  })

  test('whatever the cookies are, nothing is told but what the server takes', () => {
    const names = fc.constantFrom('_ga', '_ga_ABC', '_fbp', '_fbc', '_uetmsclkid', 'x')
    const values = fc.oneof(fc.string(), fc.stringMatching(/^(GA1\.1|GS2\.1|fb\.1|_uet)\.?[\d.s$]{0,40}$/))
    fc.assert(
      fc.property(fc.array(fc.tuple(names, values)), (pairs) => {
        const ids = readIds(pairs.map((pair) => pair.join('=')).join('; '), all)
        for (const name of browserIdNames)
          expect(ids[name] ?? '').toMatch(ids[name] ? browserIdPatterns[name] : /^$/)
      }),
      { numRuns: 300 },
    )
  })
})

describe('consent that the page told Google’s tags', () => {
  /** As gtag leaves it: the arguments, not a list. */
  const told = (...all: readonly unknown[]) => Object.assign({ length: all.length }, all)
  const denied = { ad_storage: 'denied', analytics_storage: 'denied' }
  const nothing = { analytics: false, ads: false }
  test.each<[unknown, ReturnType<typeof withheldBy>, string]>([
    [undefined, nothing, 'no tags'],
    [{ push: 1 }, nothing, 'something else by that name'],
    [[told('js', 1), { event: 'gtm.js' }, null, told('config', 'G-AAA')], nothing, 'tags, and nobody asked'],
    [[told('consent', 'default', denied)], { analytics: true, ads: true }, 'denied until they agree'],
    [
      [told('consent', 'default', denied), told('consent', 'update', { analytics_storage: 'granted' })],
      { analytics: false, ads: true },
      'who agreed to the one did not to the other',
    ],
    [
      [told('consent', 'update', { ad_user_data: 'denied' })],
      { analytics: false, ads: true },
      'data that may not go to advertisers',
    ],
    [
      [told('consent', 'default', { ...denied, region: ['FR'] })],
      nothing,
      'elsewhere denied: here the cookie says',
    ],
    [
      [told('consent', 'default', { ...denied, region: ['FR'] }), told('consent', 'update', denied)],
      { analytics: true, ads: true },
      'and here, too',
    ],
  ])('%j → %o (%s)', (dataLayer, expected, _why) => {
    expect(withheldBy(dataLayer)).toEqual(expected)
  })

  test('each withholds its own', () => {
    const cookies = `${ga}; _fbp=fb.1.1763640000123.987654321`
    expect(readIds(cookies, { analytics: true, ads: false })).toEqual({ fbp: 'fb.1.1763640000123.987654321' })
    expect(readIds(cookies, { analytics: false, ads: true })).toEqual({ gaClientId: client })
  })
})

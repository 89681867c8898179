import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  type Channel,
  channels,
  classifyDeclared,
  classifyVisit,
  retainReferrer,
  retainUrl,
  type Source,
  startsNewTouch,
} from '../../shared/domain/source.ts'
import { combinedRows, type Row, referrerRows, taggedRows } from './source-rows.ts'

const visit = (query: string, referrer?: string) => ({
  url: `https://www.example.org/a${query && '?'}${query}`,
  referrer,
})

function expectRow(row: Row): void {
  const found = classifyVisit(visit(row.query ?? '', row.referrer))
  const { channel, source = found.source, medium = found.medium } = row
  expect({ channel: found.channel, source: found.source, medium: found.medium }).toEqual({
    channel,
    source,
    medium,
  })
}

describe('the referrer alone', () => {
  test.each(referrerRows)('$referrer is $channel: $why', expectRow)
})
describe('the page alone', () => {
  test.each(taggedRows)('$query is $channel: $why', expectRow)
})
describe('both together', () => {
  test.each(combinedRows)('$query from $referrer is $channel: $why', expectRow)
})

interface VelirCase {
  readonly source: string
  readonly medium: string
  readonly campaign: string
  readonly expected_channel: Channel
}
const velirCases: VelirCase[] = JSON.parse(
  readFileSync(new URL('../fixtures/ga4/velir-channel-cases.json', import.meta.url), 'utf8'),
)
describe("GA4's default channel group, by the cases of Velir/dbt-ga4", () => {
  test('all of them are there', () => expect(velirCases).toHaveLength(30))
  test.each(velirCases)('$source / $medium / $campaign is $expected_channel', (row) => {
    const { source, medium, campaign } = row
    const query = new URLSearchParams({
      utm_source: source,
      utm_medium: medium,
      utm_campaign: campaign,
    }).toString()
    expect(classifyVisit(visit(query)).channel).toBe(row.expected_channel)
    expect(classifyDeclared({ source, medium, campaign }).channel).toBe(row.expected_channel)
  })
})

test('every channel can be reached, by the web or by declaration', () => {
  const reached = new Set([...referrerRows, ...taggedRows, ...combinedRows].map(({ channel }) => channel))
  expect(channels.filter((channel) => !reached.has(channel))).toEqual(['Offline'])
})

describe('the fields beside the channel', () => {
  test('are those of the page and the referrer, without what may be personal', () => {
    expect(
      classifyVisit({
        url: 'https://ann:secret@shop.example:8443/boots/42?utm_source=google&utm_medium=cpc&utm_campaign=Spring&utm_term=red+boots&utm_content=b&gclid=CjwK_aB-9&email=ann%40mail.example#top',
        referrer: 'https://www.google.com/search?q=red+boots',
      }),
    ).toEqual({
      channel: 'Paid Search',
      source: 'google',
      medium: 'cpc',
      campaign: 'Spring',
      term: 'red boots',
      content: 'b',
      landingPage: 'https://shop.example:8443/boots/42',
      referrer: 'https://www.google.com/search',
      clickIds: { gclid: 'CjwK_aB-9' },
    })
  })

  test('an own-host referrer is not kept', () => {
    expect(classifyVisit(visit('', 'https://example.org/b')).referrer).toBeNull()
  })

  test.each<[string, Record<string, string>, string]>([
    ['gclid=aBc&gclid=dEf', { gclid: 'aBc' }, 'the first of several'],
    ['gclid=&gclid=dEf', { gclid: 'dEf' }, 'an empty one is none'],
    ['GcLiD=aBc', { gclid: 'aBc' }, 'the name in any case, the value to the letter'],
    ['sccid=Q&LI_FAT_ID=z', { ScCid: 'Q', li_fat_id: 'z' }, "named by the network's own spelling"],
    ['gclid=a%zz', { gclid: 'a%zz' }, 'a malformed escape is text'],
    [`gclid=${'a'.repeat(600)}`, { gclid: 'a'.repeat(512) }, 'cut at 512'],
    [
      'gclid=1&gclsrc=2&wbraid=3&gbraid=4&dclid=5&fbclid=6&msclkid=7&ttclid=8&twclid=9&epik=10&gad_source=11',
      {
        gclid: '1',
        gclsrc: '2',
        wbraid: '3',
        gbraid: '4',
        dclid: '5',
        fbclid: '6',
        msclkid: '7',
        ttclid: '8',
        twclid: '9',
        epik: '10',
      },
      'every network at once; gad_source is no id',
    ],
  ])('click ids of %.60s', (query, expected) => {
    expect(classifyVisit(visit(query)).clickIds).toEqual(expected)
  })

  test.each([
    ['not a url', undefined, 'Direct'],
    ['', '', 'Direct'],
    ['https://', 'https://www.google.com/', 'Organic Search'],
    ['javascript:alert(1)?utm_source=google', undefined, 'Direct'],
    ['https://a.example/%E0%A4%A?utm_source=%E0%A4%A', undefined, 'Unassigned'],
  ] as const)('%s from %s is %s and no error', (url, referrer, channel) => {
    expect(classifyVisit({ url, referrer }).channel).toBe(channel)
  })
})

describe('what a number or a code stands for', () => {
  test.each<[Channel, string | undefined, string | undefined, string]>([
    ['Offline', 'The Gazette', 'print', 'the medium decides'],
    ['Offline', 'The Gazette', 'Newspaper ad', 'a word of the medium decides'],
    ['Offline', 'city fm', 'RADIO', 'in any case'],
    ['Offline', 'channel-4', 'tv', 'the medium decides'],
    ['Offline', 'high-street', 'outdoor', 'the medium decides'],
    ['Offline', 'high-street', 'billboard_north', 'an underscore ends a word'],
    ['Offline', 'van-3', 'vehicle', 'the medium decides'],
    ['Offline', 'autumn', 'direct mail', 'a phrase; the e-mail rule finds no "e mail" in it'],
    ['Offline', 'google', 'flyer', 'the medium before the source'],
    ['Offline', 'van', undefined, 'the source where there is no medium'],
    ['Offline', 'Flyer', '  ', 'a blank medium is none'],
    ['Offline', 'Local newspaper', undefined, 'a word of the source'],
    ['Offline', 'van', 'phone', 'the source where the medium says nothing'],
    ['Audio', 'radio', 'audio', 'a medium that says another channel'],
    ['Referral', 'magazine', 'referral', 'likewise'],
    ['Paid Other', 'magazine', 'cpc', 'likewise'],
    ['Paid Search', 'google', 'cpc', 'the same rules as on the web'],
    ['Paid Search', 'Google Ads', undefined, 'a name of the ads'],
    ['Organic Social', 'facebook', undefined, 'a source of the lists'],
    ['Email', 'crm', 'email', 'the same rules as on the web'],
    ['Unassigned', 'sprint-sale', undefined, 'print within a word is no print'],
    ['Unassigned', 'caravan', undefined, 'van within a word is no van'],
    ['Unassigned', 'reception desk', undefined, 'a source of no list'],
    ['Unassigned', undefined, undefined, 'nothing was declared: a call is never Direct'],
  ])('%s: %s / %s (%s)', (channel, source, medium) => {
    expect(classifyDeclared({ source, medium }).channel).toBe(channel)
  })

  test('has no page, no referrer and no click ids', () => {
    expect(
      classifyDeclared({
        source: ' Van 3 ',
        medium: 'vehicle',
        campaign: 'Spring',
        term: 'boots',
        content: 'left side',
      }),
    ).toEqual({
      channel: 'Offline',
      source: 'Van 3',
      medium: 'vehicle',
      campaign: 'Spring',
      term: 'boots',
      content: 'left side',
      landingPage: null,
      referrer: null,
      clickIds: {},
    })
  })
})

describe('a new touch inside a session', () => {
  const touch = (query: string, referrer?: string): [Source, ReturnType<typeof visit>] => {
    const page = visit(query, referrer)
    return [classifyVisit(page), page]
  }
  test.each<[boolean, string, string, string | undefined, string]>([
    [false, 'utm_source=crm&utm_medium=email', '', 'https://example.org/', 'the next page of the site'],
    [false, 'utm_source=crm&utm_medium=email', '', 'https://www.google.com/', 'another referrer alone'],
    [false, 'utm_source=crm&utm_medium=email', 'utm_source=crm&utm_medium=email', undefined, 'passed on'],
    [false, 'gclid=1&utm_campaign=a', 'gclid=1', undefined, 'passed on in part'],
    [false, 'gclid=1', 'gclid=1&gad_source=1', undefined, 'a marker more, from the same network'],
    [false, 'gclid=1', 'page=2', undefined, "the page's own parameters"],
    [true, '', 'utm_campaign=spring', undefined, 'a campaign after Direct'],
    [true, 'utm_source=crm&utm_campaign=a', 'utm_source=crm&utm_campaign=b', undefined, 'another campaign'],
    [true, 'utm_source=crm&utm_content=a', 'utm_source=crm&utm_content=b', undefined, 'another content'],
    [true, 'gclid=1', 'gclid=2', undefined, 'another click'],
    [true, 'gclid=aB', 'gclid=ab', undefined, 'another click, by one letter'],
    [true, 'utm_source=crm', 'fbclid=1', 'https://l.facebook.com/', 'a click id after a campaign'],
    [true, '', 'gad_source=1', undefined, "Google's marker after Direct"],
  ])('%s: %s, then %s from %s (%s)', (expected, before, after, referrer) => {
    const [previous] = touch(before)
    const [next, page] = touch(after, referrer)
    expect(startsNewTouch(previous, next, page)).toBe(expected)
  })
})

describe('what the ledger keeps', () => {
  test.each([
    ['https://a.example/p?utm_source=x&name=Ann&gclid=B#frag', 'https://a.example/p?utm_source=x&gclid=B'],
    ['https://ann:secret@a.example/p?email=a%40b.example', 'https://a.example/p'],
    ['HTTP://A.example:80?UTM_Source=x', 'http://a.example/?utm_source=x'],
    [
      'https://a.example/?gad_source=1&srsltid=A&gclsrc=aw.ds',
      'https://a.example/?gad_source=1&srsltid=A&gclsrc=aw.ds',
    ],
    ['https://a.example/?utm_source=a&utm_source=b', 'https://a.example/?utm_source=a'],
    ['https://a.example/?utm_email=ann%40b.example', 'https://a.example/'],
    ['android-app://com.Slack/x?y=1', 'android-app://com.Slack/x'],
    ['javascript:alert(1)', null],
    ['mailto:ann@a.example', null],
    ['/relative', null],
    ['', null],
  ])('retainUrl(%s) is %s', (url, kept) => expect(retainUrl(url)).toBe(kept))

  test.each([
    ['https://www.google.com/search?q=private', 'https://www.google.com/search'],
    ['https://a.example/?utm_source=x#y', 'https://a.example/'],
    ['android-app://com.google.android.gm/', 'android-app://com.google.android.gm/'],
    ['', null],
    ['about:blank', null],
  ])('retainReferrer(%s) is %s', (referrer, kept) => expect(retainReferrer(referrer)).toBe(kept))
})

import { describe, expect, it, test } from 'vitest'
import { microsoftAdjustments } from '../../../../functions/outreach/conversions/files/change-forms.ts'
import {
  type FileRow,
  googleClicks,
  googleLeads,
  metaEvents,
  microsoftConversions,
} from '../../../../functions/outreach/conversions/files/forms.ts'
import type { Change } from '../../../../shared/domain/conversion/record.ts'
import type { Wanted } from '../../../../shared/domain/conversion/wanted.ts'
import { addMinutes } from '../../../../shared/domain/time.ts'
import { textStream } from '../../../../shared/http/text-stream.ts'
import { destination, gclid, noon } from '../../../domain/conversion/examples.ts'

const wanted = (over: Partial<Wanted> = {}): Wanted => ({
  contact: 'frm_1',
  kind: 'form',
  at: noon,
  action: '1001',
  value: { minorUnits: 12345, currency: 'GBP' },
  ...over,
})
const click = { name: 'gclid', value: gclid, at: addMinutes(noon, -20) }
const identity = { email: 'a'.repeat(64), phone: 'b'.repeat(64) }
const row = (over: Partial<Wanted> = {}, more: Partial<FileRow> = {}): FileRow => ({
  wanted: wanted(over),
  name: 'Sale',
  id: 'cnv_1',
  ...more,
})
const consenting = destination({
  personalData: 'hashed',
  consent: { adUserData: 'granted', adPersonalization: 'denied' },
})
const plain = destination()

test.each([
  [
    'Google: by the click, in the column of its kind',
    googleClicks.row(row({ click: { ...click, name: 'wbraid', value: 'W' } }), plain),
    ',,W,Sale,2026-11-20 12:00:00,123.45,GBP,cnv_1\r\n',
  ],
  [
    'Google: with what people agreed to, where that is declared',
    googleClicks.row(row({ click, value: null }), consenting),
    `${gclid},,,Sale,2026-11-20 12:00:00,,,cnv_1,Granted,Denied\r\n`,
  ],
  ['Google: nobody without a click among the clicks', googleClicks.row(row({}, { identity }), plain), ''],
  [
    'Google: who has none among the leads',
    googleLeads.row(row({}, { identity }), consenting),
    `${identity.email},${identity.phone},Sale,2026-11-20 12:00:00,123.45,GBP,cnv_1,Granted,Denied\r\n`,
  ],
  [
    'Google: nobody in both files, since each would count',
    googleLeads.row(row({ click }, { identity }), consenting),
    '',
  ],
  ['Google: nobody of whom nothing may go along', googleLeads.row(row(), consenting), ''],
  [
    'Microsoft: no column that its template lacks',
    microsoftConversions.row(row({ click }, { identity }), plain),
    `${gclid},Sale,2026-11-20 12:00:00,123.45,GBP\r\n`,
  ],
  [
    'Microsoft: hashes where they may go along',
    microsoftConversions.row(row({}, { identity }), consenting),
    `,Sale,2026-11-20 12:00:00,123.45,GBP,${identity.email},${identity.phone}\r\n`,
  ],
  [
    'a name with a comma is one cell',
    metaEvents.row(row({}, { name: 'Sale, by phone' }), plain),
    `"Sale, by phone",${Date.parse(noon) / 1000},123.45,GBP,cnv_1,,,\r\n`,
  ],
] as const)('%s', (_why, text, expected) => {
  expect(text).toBe(expected)
})

test.each([
  ['googleClicks', googleClicks, row({ click }), 'Parameters:TimeZone=+0000\r\n'],
  ['googleLeads', googleLeads, row({}, { identity }), 'Parameters:TimeZone=+0000\r\n'],
  ['microsoftConversions', microsoftConversions, row({ click }), 'Parameters:TimeZone=+0000\r\n'],
  ['metaEvents', metaEvents, row({ click }), ''],
] as const)('%s has as many cells in a row as titles, whatever may go along', (_name, form, each, zone) => {
  for (const to of [plain, consenting]) {
    const head = form.head(to)
    expect(head.startsWith(zone)).toBe(true)
    const titles = head.slice(zone.length).split(',')
    expect(form.row(each, to).split(',')).toHaveLength(titles.length)
  }
})

describe('changes for Microsoft are a bulk file', () => {
  const change: Change = {
    op: 'restate',
    action: 'Sale',
    at: noon,
    generation: 2,
    click: { name: 'msclkid', value: 'ms1', at: noon },
    value: { minorUnits: 500, currency: 'GBP' },
    changedAt: addMinutes(noon, 60),
  }
  const cells = (of: Change) => {
    const titles = microsoftAdjustments.head(plain).split('\r\n')[0]?.split(',') ?? []
    const row = microsoftAdjustments
      .row({ change: of, name: 'Sale', id: 'cnv_1-2' }, plain)
      .trimEnd()
      .split(',')
    return Object.fromEntries(titles.map((title, index) => [title, row[index] ?? '']))
  }
  it('with the field names of its reference', () => {
    expect(microsoftAdjustments.head(plain).split('\r\n')[1]).toBe('Format Version,,,,,6.0,,,,,,,')
    expect(cells(change)).toMatchObject({
      Type: 'Offline Conversion',
      'Client Id': 'cnv_1-2',
      'Adjustment Type': 'Restate',
      'Adjustment Value': '5.00',
      'Adjustment Currency Code': 'GBP',
      'Adjustment Time': '2026-11-20T13:00:00Z',
      'Conversion Name': 'Sale',
      'Conversion Time': '2026-11-20T12:00:01Z',
      'Microsoft Click Id': 'ms1',
    })
  })
  it('without a value where it is taken back, and never earlier than what it changes', () => {
    expect(cells({ ...change, op: 'retract', value: null, changedAt: noon })).toMatchObject({
      'Adjustment Type': 'Retract',
      'Adjustment Value': '',
      'Adjustment Time': '2026-11-20T12:00:01Z',
    })
  })
  it('without those of whom no click is known any more', () => {
    const { click: _, ...erased } = change
    expect(microsoftAdjustments.row({ change: erased, name: 'Sale', id: 'cnv_1' }, plain)).toBe('')
  })
})

it('is sent piece by piece, none before it is asked for, and is given up with whoever asked', async () => {
  let made = 0
  let isOver = false
  async function* pieces() {
    try {
      for (;;) {
        made += 1
        yield made % 2 === 0 ? '' : `${made}\r\n`
      }
    } finally {
      isOver = true
    }
  }
  const reader = textStream(pieces()).getReader()
  const first = await reader.read()
  expect(new TextDecoder().decode(first.value)).toBe('1\r\n')
  expect(made).toBeLessThan(5)
  await reader.cancel()
  expect(isOver).toBe(true)
})

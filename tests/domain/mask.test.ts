import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskPhone, maskPhonesIn } from '../../shared/domain/mask.ts'
import { runs } from '../support/runs.ts'

test.each([
  ['+447700900112', '+447700••••12'],
  ['+442079460958', '+442079••••58'],
  ['+12025550123', '+12025••••23'],
  ['+4930123456', '+4930••••56'],
  ['+29012345', '•••••••45'],
])('%s is shown as %s', (number, shown) => expect(maskPhone(number)).toBe(shown))

test.each([
  [
    'Call me on 07700 900112 please',
    'Call me on 0770• •••112 please'.replace('0770• •••112', '07700 ••••12'),
  ],
  ['+44 7700 900 112', '+44 7700 ••• •12'],
  ['(020) 7946-0958, ask for Jo', '(020) 79••-••58, ask for Jo'],
  ['two: 07700900112 and 07700900113', 'two: 07700••••12 and 07700••••13'],
  ['two in a row: 07700 900112 07700 900113', 'two in a row: 07700 9••••• ••••• ••••13'],
  ['٠٧٧٠٠٩٠٠١١٢', '٠٧٧٠٠••••١٢'],
  ['order 48213 on 2026-11-22 at 14:05', 'order 48213 on 2026-11-22 at 14:05'],
  ['code 4829 1342', 'code 4829 1342'],
  ['3 windows, £1,250.00', '3 windows, £1,250.00'],
])('in a text: %s', (text, shown) => expect(maskPhonesIn(text)).toBe(shown))

const e164 = fc
  .tuple(fc.constantFrom('1', '44', '49', '353', '290'), fc.stringMatching(/^\d{6,10}$/))
  .map(([country, rest]) => `+${country}${rest}`)

test('four digits at least are hidden of every phone, alone or in a text, and the end stays to be recognised', () => {
  fc.assert(
    fc.property(e164, fc.constantFrom('', ' now', '.'), (number, after) => {
      for (const shown of [maskPhone(number), maskPhonesIn(`ring ${number}${after}`)]) {
        expect(shown).not.toContain(number.slice(1))
        expect(shown.match(/•/g)?.length ?? 0).toBeGreaterThanOrEqual(4)
        expect(shown).toContain(`•${number.slice(-2)}`)
      }
      expect(maskPhone(number)).toHaveLength(number.length)
    }),
    { numRuns: runs(300) },
  )
})

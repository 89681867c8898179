import { describe, expect, test } from 'vitest'
import { displayBeside, spells } from '../../shared/domain/phone-display.ts'

const london = '+442079460000'

describe('how a page writes the number', () => {
  test.each([
    ['as its country does', london, '+441614960123', undefined, '0161 496 0123'],
    ['in North America', '+12025550100', '+12025550123', undefined, '(202) 555-0123'],
    ['in Germany', '+493012345678', '+4930901820', undefined, '030 901820'],
    [
      'in Italy, where the 0 belongs to the number',
      '+390612345678',
      '+390698765432',
      undefined,
      '06 9876 5432',
    ],
    ['of elsewhere with its calling code', london, '+12025550123', undefined, '+1 202 555 0123'],
    ['Canada and the US are one calling code', '+12025550100', '+14165550123', undefined, '(416) 555-0123'],
    ['in the layout of the business', '+12025550100', '+12025550123', '###.###.####', '202.555.0123'],
    ['a layout of the whole number', '+12025550100', '+12025550123', '+# ###-###-####', '+1 202-555-0123'],
    ['a layout with the trunk prefix', london, '+442079460123', '(###) ####-####', '(020) 7946-0123'],
    ['a layout without room', london, '+442079460123', '###.###.####', '020 7946 0123'],
    ['a layout that says another number', '+12025550100', '+12025550123', '9-###-###-####', '(202) 555-0123'],
    ['in letters', '+448081570000', '+448003569377', '0800 FLOWERS', '0800 FLOWERS'],
    ['letters of another number', london, '+442079460123', '0800 FLOWERS', '020 7946 0123'],
    ['letters, beside a number of elsewhere', london, '+18003569377', '1-800-FLOWERS', '+1 800 356 9377'],
  ])('%s', (_label, target, number, chosen, expected) => {
    expect(displayBeside(target, number, chosen)).toBe(expected)
  })
})

describe('what leads to the number if it is dialled', () => {
  test.each([
    ['0800 FLOWERS', '+448003569377', true],
    ['0800 flowers', '+448003569377', true],
    ['+44 800 FLOWERS', '+448003569377', true],
    ['1-800-FLOWERS', '+18003569377', true],
    ['1-800-FLOWERSNOW', '+18003569377', true],
    ['800 FLOWERS', '+18003569377', true],
    ['020 7946 0000', london, true],
    ['+44 (0)20 7946-0000', london, true],
    ['020 7946 0001', london, false],
    ['020 7946', london, false],
    ['0800 FLOWER', '+448003569377', false],
    ['Call us', london, false],
    ['', london, false],
  ])('%j, %s: %s', (text, number, expected) => {
    expect(spells(text, number)).toBe(expected)
  })
})

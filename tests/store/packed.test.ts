import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pack, packParts, unpack, unpackParts } from '../../shared/store/packed.ts'

const name = fc.stringMatching(/^[a-z]{1,6}(\/[a-z]{1,6})?$/)
const part = fc.dictionary(
  // What stands inside comes from the outside: it may look like the end of a part, or like the beginning of another.
  fc.oneof(fc.string(), fc.constantFrom('},\n"paths":{', 'last/channel', '__proto__', '\n')),
  fc.array(fc.integer(), { maxLength: 3 }),
)
const records = fc.dictionary(name, part, { maxKeys: 8 })

test('what is packed in parts reads as a whole the same as what is packed at once', () => {
  fc.assert(
    fc.property(records, (record) => {
      expect(unpack(packParts(record))).toEqual(unpack(pack(record)))
      expect(unpackParts(packParts(record))).toEqual(unpack(pack(record)))
    }),
  )
})

test('some of the parts are those that were asked for, whichever way they were packed', () => {
  fc.assert(
    fc.property(
      records,
      fc.array(name, { maxLength: 4 }),
      fc.func(fc.boolean()),
      (record, others, isAsked) => {
        const whole = unpack<typeof record>(pack(record))
        const names = [...Object.keys(whole).filter((each) => isAsked(each)), ...others]
        const wanted = Object.fromEntries(Object.entries(whole).filter(([each]) => names.includes(each)))
        expect(unpackParts(packParts(record), names)).toEqual(wanted)
        expect(unpackParts(pack(record), names)).toEqual(wanted)
      },
    ),
  )
})

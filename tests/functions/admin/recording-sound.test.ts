import { expect, test } from 'vitest'
import { rangeFor } from '../../../functions/admin/recordings/recording-sound.ts'

test.each<[why: string, asked: string | undefined, mostBytes: number | undefined, range: string | undefined]>(
  [
    ['all of it', undefined, undefined, undefined],
    ['a player that seeks', 'bytes=1000-', undefined, 'bytes=1000-'],
    ['a part', 'bytes=0-99', undefined, 'bytes=0-99'],
    ['the end', 'bytes=-500', undefined, 'bytes=-500'],
    ['several parts may be answered whole', 'bytes=0-1,5-6', undefined, undefined],
    ['no range at all', 'bytes=-', undefined, undefined],
    ['what is not understood is left aside', 'lines=1-2', undefined, undefined],
    ['where answers are small: as much as may be', undefined, 100, 'bytes=0-99'],
    ['where answers are small: no more than may be', 'bytes=50-', 100, 'bytes=50-149'],
    ['where answers are small: no more than was asked for', 'bytes=50-59', 100, 'bytes=50-59'],
    ['where answers are small: less than was asked for', 'bytes=50-5000', 100, 'bytes=50-149'],
    ['where answers are small: the end', 'bytes=-500', 100, 'bytes=-100'],
    ['where answers are small: what is not understood', 'bytes=0-1,5-6', 100, 'bytes=0-99'],
  ],
)('%s', (_why, asked, mostBytes, range) => {
  expect(rangeFor(asked, mostBytes)).toBe(range)
})

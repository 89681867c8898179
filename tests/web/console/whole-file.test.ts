import { describe, expect, test } from 'vitest'
import { wholeFile } from '../../../web/console/src/api/whole-file.ts'

const part = (text: string, range: string) =>
  new Response(text, { status: 206, headers: { 'content-range': `bytes ${range}` } })
const answering =
  (...answers: Response[]) =>
  async () =>
    answers.shift() ?? new Response('', { status: 500 })

describe('a file of any length', () => {
  test.each<[why: string, answers: Response[], whole: string]>([
    ['comes in parts', [part('abc', '0-2/5'), part('de', '3-4/5')], 'abcde'],
    ['comes in one part', [part('abc', '0-2/3')], 'abc'],
    ['comes at once from who knows no ranges', [new Response('abc')], 'abc'],
  ])('%s', async (_why, answers, whole) => {
    expect(await (await wholeFile('/file', answering(...answers))).text()).toBe(whole)
  })

  test.each<[why: string, answers: Response[]]>([
    ['is gone', [new Response('', { status: 410 })]],
    ['goes meanwhile', [part('abc', '0-2/5'), new Response('', { status: 410 })]],
    ['changes meanwhile', [part('abc', '0-2/5'), part('de', '3-4/6')]],
    ['never gets on', [part('abc', '0-2/5'), part('abc', '0-2/5')]],
  ])('is not had in part if it %s', async (_why, answers) => {
    await expect(wholeFile('/file', answering(...answers))).rejects.toThrow()
  })
})

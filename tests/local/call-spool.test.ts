import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Spooled } from '../../functions/call-webhook/compose.ts'
import { createMemorySpool, openCallSpool } from '../../local/call-spool.ts'
import { startDrain } from '../../local/spool-drain.ts'
import { lineOf, readLines } from '../../local/spool-line.ts'

const root = mkdtempSync(join(tmpdir(), 'tieline-spool-'))
afterAll(() => rmSync(root, { recursive: true }))
let folders = 0
const newFolder = () => {
  folders += 1
  return join(root, String(folders))
}

const entry = (callSid: string, sequence = 0): Spooled => ({
  spooled: 'fact',
  fact: {
    fact: 'status',
    account: 'acc_1',
    callSid,
    number: '+441614960000',
    at: '2026-11-22T14:05:00.000Z',
    sequence,
    status: 'completed',
  },
})
const open = (folder: string) => {
  const warnings: string[] = []
  return Object.assign(
    openCallSpool(folder, (line) => warnings.push(line)),
    { warnings },
  )
}
async function drained(spool: ReturnType<typeof open>): Promise<Spooled[]> {
  const seen: Spooled[] = []
  expect(await spool.drain(async (each) => void seen.push(each))).toBe(true)
  return seen
}
const filesOf = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.spool'))

describe.each([
  ['in files', () => open(newFolder())],
  ['in memory', createMemorySpool],
])('a spool %s', (_where, create) => {
  test('gives what came in order, counts what is not settled, and stops at what can’t be settled yet', async () => {
    const spool = create()
    await Promise.all([1, 2, 3, 4].map((sequence) => spool.append([entry('CA1', sequence)])))
    expect(spool.pending()).toBe(4)

    const settled: Spooled[] = []
    const failing = async (each: Spooled) => {
      if (settled.length === 2) throw new Error('ECONNREFUSED')
      settled.push(each)
    }
    expect(await spool.drain(failing)).toBe(false)
    expect(spool.pending()).toBe(2)
    await spool.append([entry('CA1', 5)])
    expect(await spool.drain(async (each) => void settled.push(each))).toBe(true)
    expect(settled).toEqual([1, 2, 3, 4, 5].map((sequence) => entry('CA1', sequence)))
    expect(spool.pending()).toBe(0)
  })

  test('what comes while it is drained is settled as well', async () => {
    const spool = create()
    await spool.append([entry('CA1')])
    const settled: string[] = []
    await spool.drain(async (each) => {
      if (settled.length === 0) await spool.append([entry('CA2')])
      settled.push(each.spooled === 'fact' ? each.fact.callSid : '')
    })
    expect(settled).toEqual(['CA1', 'CA2'])
    expect(spool.pending()).toBe(0)
  })
})

describe('the files of the spool', () => {
  const two = [entry('CA1'), entry('CA2')]
  const whole = two.map(lineOf).join('')
  const firstLine = whole.indexOf('\n') + 1
  const wholeUpTo = (length: number) => two.slice(0, length < firstLine ? 0 : length < whole.length ? 1 : 2)

  test('cut off at any byte, as by a kill in the middle of a line, give every whole line and nothing else', () => {
    for (let length = 0; length <= whole.length; length += 1) {
      const { entries, damaged, isTorn } = readLines(whole.slice(0, length))
      expect(entries, `cut at ${length}`).toEqual(wholeUpTo(length))
      expect(damaged).toEqual([])
      expect(isTorn).toBe(length !== 0 && length !== firstLine && length !== whole.length)
    }
  })

  test.each([0, 1, firstLine - 1, firstLine, firstLine + 20, whole.length])(
    'left by a start that was killed after %i bytes, are drained; what comes next goes to a new file',
    async (length) => {
      const folder = newFolder()
      await open(folder).close()
      writeFileSync(join(folder, '0000000001.spool'), whole.slice(0, length))
      const spool = open(folder)
      expect(spool.pending()).toBe(wholeUpTo(length).length)
      await spool.append([entry('CA3')])
      expect(filesOf(folder)).toEqual(['0000000001.spool', '0000000002.spool'])
      expect(await drained(spool)).toEqual([...wholeUpTo(length), entry('CA3')])
      expect(filesOf(folder)).toEqual([])
    },
  )

  test('an entry that was changed on the disk is set aside and reported, and holds up no other', async () => {
    const folder = newFolder()
    const first = open(folder)
    await first.append([entry('CA1'), entry('CA2'), entry('CA3')])
    await first.close()
    const path = join(folder, filesOf(folder)[0] ?? '')
    writeFileSync(path, readFileSync(path, 'utf8').replace('CA2', 'CA9'))
    const spool = open(folder)
    expect(await drained(spool)).toEqual([entry('CA1'), entry('CA3')])
    expect(readFileSync(join(folder, 'set-aside.ndjson'), 'utf8')).toContain('CA9')
    expect(spool.warnings.join()).toContain('set aside')
  })

  test('an entry that the ledger will never take is set aside, and holds up no other', async () => {
    const spool = open(newFolder())
    await spool.append([entry('CA1'), entry('CA2')])
    const settled: Spooled[] = []
    const isEmpty = await spool.drain(async (each) => {
      if (each.spooled === 'fact' && each.fact.callSid === 'CA1') {
        throw Object.assign(new Error('a key is empty'), { name: 'ValidationException' })
      }
      settled.push(each)
    })
    expect(isEmpty).toBe(true)
    expect(settled).toEqual([entry('CA2')])
    expect(spool.warnings.join()).toContain('a key is empty')
  })

  test('outlive the process; a second start drains what the first had not', async () => {
    const folder = newFolder()
    const first = open(folder)
    await first.append([entry('CA1')])
    const second = open(folder)
    expect(second.pending()).toBe(1)
    expect(await drained(second)).toEqual([entry('CA1')])
    await first.close()
  })

  test('an append that the disk refuses is refused, and the next one is kept', async () => {
    const folder = newFolder()
    const spool = open(folder)
    rmSync(folder, { recursive: true })
    await expect(spool.append([entry('CA1')])).rejects.toThrow('ENOENT')
    expect(spool.pending()).toBe(0)
  })
})

test('a drain settles what an earlier start left, and what comes later, and tells so', async () => {
  const spool = createMemorySpool()
  await spool.append([entry('CA1')])
  let told = 0
  const drain = startDrain(
    spool,
    async () => {},
    () => {
      told += 1
    },
  )
  await expect.poll(() => spool.pending()).toBe(0)
  await spool.append([entry('CA2')])
  await expect.poll(() => spool.pending(), { timeout: 3000 }).toBe(0)
  expect(told).toBe(2)
  await drain.stop()
})

import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openExample } from '../../local/example/example.ts'
import { writeExampleFile } from '../../local/example/progress-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tieline-example-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const at = (instant: string) => () => instant
const noon = at('2026-11-26T12:00:00.000Z')
const kept = () => JSON.parse(readFileSync(join(folder, 'example.json'), 'utf8')) as Record<string, unknown>

describe('whether the example is loaded', () => {
  it('is not, where an account was there before: its owner never asked for one', () => {
    expect(openExample(folder, { isNew: false, now: noon })).toBeUndefined()
  })

  it('is, at the first start, up to a while before it: the pool’s numbers are free for a visitor', () => {
    expect(openExample(folder, { isNew: true, now: noon })?.remaining()).toBeGreaterThan(900)
    expect(kept()).toMatchObject({ today: '2026-11-26', until: '2026-11-26T11:15:00.000Z', isLoaded: false })
    expect(statSync(join(folder, 'example.json')).mode & 0o077).toBe(0)
  })

  it('goes on with the same history and key at the next start, whatever day that is', () => {
    const first = openExample(folder, { isNew: true, now: noon })
    const before = kept()
    const next = openExample(folder, { isNew: false, now: at('2026-11-29T07:00:00.000Z') })
    expect(next?.remaining()).toBe(first?.remaining())
    expect(kept()).toEqual(before)
  })

  it('is done once', () => {
    writeExampleFile(folder, { today: '2026-11-26', until: noon(), isLoaded: true })
    expect(openExample(folder, { isNew: false, now: noon })).toBeUndefined()
  })

  it('is told by the days of the business: at half past midnight in summer, the day has begun there', () => {
    openExample(folder, { isNew: true, now: at('2026-06-30T23:30:00.000Z') })
    expect(kept()).toMatchObject({ today: '2026-07-01' })
  })

  it('leaves nothing behind where nothing is kept', () => {
    expect(openExample(':memory:', { isNew: true, now: noon })?.remaining()).toBeGreaterThan(900)
  })
})

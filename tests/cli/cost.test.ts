import { describe, expect, it, test } from 'vitest'
import { type Bill, billOf, nothingUsed, operationsOf, type Usage } from '../../cli/cost/bill.ts'
import {
  lastMeasured,
  type Measured,
  type Operation,
  operations,
  type Taken,
} from '../../cli/cost/measured.ts'
import { awsPrices, pricesNotFound, twilioPrices } from '../../cli/cost/prices.ts'
import { cost } from '../../cli/cost-command.ts'
import { run } from './run.ts'

const taken: Taken = {
  requests: 1,
  streamInvocations: 1,
  writeUnits: 10,
  readUnits: 4,
  commands: 5,
  cpuMilliseconds: 10,
  storedBytes: 1000,
  answerBytes: 400,
}
const ofAll = (one: Taken) =>
  Object.fromEntries(operations.map((operation) => [operation, one])) as Record<Operation, Taken>
const measured: Pick<Measured, 'alone' | 'ofMany'> = {
  alone: ofAll(taken),
  ofMany: ofAll({ ...taken, writeUnits: 5 }),
}
const bill = (usage: Partial<Usage>) => billOf({ ...nothingUsed, ...usage }, measured)
const lineOf = ({ aws, twilio }: Bill, service: string) =>
  [...aws, ...twilio].find((line) => line.service === service)

describe('the bill', () => {
  test.each<[string, Partial<Usage>, string, number, number]>([
    ['a call’s writes at $0.625 a million', { calls: 1000 }, 'DynamoDB writes', 10_000, 0.00625],
    ['a busy account shares its writes', { calls: 1000, load: 'ofMany' }, 'DynamoDB writes', 5_000, 0.003125],
    ['reads at $0.125 a million', { calls: 1000 }, 'DynamoDB reads', 4_000, 0.0005],
    ['a session is three pages and two heartbeats', { sessions: 1000 }, 'HTTP API', 5_000, 0.005],
    ['a session fetches the snippet as well', { sessions: 1000 }, 'CloudFront requests', 6_000, 0.006],
    ['requests and batches of the streams', { texts: 1e6 }, 'Lambda invocations', 2e6, 0.4],
    ['twelve months are kept', { redemptions: 1e6 }, 'DynamoDB storage, 12 months kept', 12, 3],
    ['mails at $0.16 a thousand', { mails: 500 }, 'SES', 500, 0.08],
    ['minutes come in…', { calls: 1000, minutesOfCall: 3 }, 'Twilio minutes in', 3000, 25.5],
    ['…and go out to the business', { calls: 1000, minutesOfCall: 3 }, 'Twilio minutes out', 3000, 39],
    ['a begun minute is a minute', { calls: 10, minutesOfCall: 2.2 }, 'Twilio minutes in', 30, 0.255],
    ['numbers are rented', { numbers: 5 }, 'Twilio numbers', 5, 5.75],
    ['secrets cost whatever happens', {}, 'Secrets Manager', 4, 1.6],
  ])('%s', (_why, usage, service, quantity, usd) => {
    const line = lineOf(bill(usage), service)
    expect(line?.quantity).toBeCloseTo(quantity, 6)
    expect(line?.usd).toBeCloseTo(usd, 6)
  })

  it('sums to its lines, and keeps Twilio’s apart', () => {
    const { aws, twilio, byUse, byMonth, twilioTotal } = bill({ calls: 700, sessions: 9000, numbers: 3 })
    const sum = (lines: readonly { usd: number }[]) => lines.reduce((total, { usd }) => total + usd, 0)
    expect(byUse + byMonth).toBeCloseTo(sum(aws), 9)
    expect(twilioTotal).toBeCloseTo(sum(twilio), 9)
  })

  it('asks for nothing by use where nothing happens', () => {
    expect(bill({}).byUse).toBe(0)
    expect(bill({}).byMonth).toBeGreaterThan(0)
  })

  it('knows no price of a Region that nobody looked up', () => {
    expect(() => bill({ region: 'eu-west-1' })).toThrow('eu-west-1')
  })

  it('counts a session’s operations', () => {
    expect(operationsOf({ ...nothingUsed, sessions: 10, calls: 2 })).toEqual({
      firstPage: 10,
      page: 20,
      heartbeat: 20,
      call: 2,
      redemption: 0,
      text: 0,
    })
  })
})

describe('the data', () => {
  const prices = Object.entries({ ...awsPrices['us-east-1'], ...twilioPrices })
  test.each(prices)('%s names its source and date', (_name, price) => {
    expect(price.source).toMatch(/\S+\.\S+|\S+\/\S+:\S+/)
    expect(price.date).not.toBe('')
    expect(price.usd).toBeGreaterThan(0)
  })

  it('was measured, every operation of it', () => {
    expect(Date.parse(lastMeasured.date)).not.toBeNaN()
    for (const operation of operations) {
      expect(lastMeasured.alone[operation].writeUnits, operation).toBeGreaterThan(0)
      expect(lastMeasured.ofMany[operation].commands, operation).toBeGreaterThan(0)
    }
  })

  it('comes to 5 cents for 1,000 calls, far below their minutes', () => {
    const of = (load: Usage['load']) =>
      billOf({ ...nothingUsed, calls: 1000, minutesOfCall: 3, load }, lastMeasured)
    expect(of('ofMany').byUse).toBeLessThan(0.05)
    // Where each call is handled by itself, it is a cent more: the person's steps and score are written with it.
    expect(of('alone').byUse).toBeLessThan(0.065)
    expect(of('alone').twilioTotal / of('alone').byUse).toBeGreaterThan(500)
  })
})

describe('the command', () => {
  it('prints the lines, what is not in the sum, and what others ask', async () => {
    const { code, out } = await run(cost, ['--calls', '1,000', '--sessions', '20000'])
    expect(code).toBe(0)
    expect(out).toContain('A month of 1,000 calls of 3 min on 5 numbers, and 20,000 sessions, in us-east-1')
    expect(out).toMatch(/DynamoDB writes +[\d,]+ +write request unit +0\.6250 \/ 1,000,000 +\d/)
    expect(out).toContain('CallRail lists 50 a month')
    for (const missing of pricesNotFound) expect(out).toContain(missing)
  })

  it('says the same in JSON, with sources, dates and assumptions', async () => {
    const { out } = await run(cost, ['--calls', '1000', '--json'])
    const told = JSON.parse(out)
    expect(told.aws[0].price).toMatchObject({ date: '2024-11', source: expect.stringContaining('dynamodb') })
    expect(told.assumptions.pagesOfSession).toBe(3)
    expect(told.measured.date).toBe(lastMeasured.date)
  })

  test.each([
    ['nothing said', [], 'say how much comes in a month'],
    ['no number', ['--calls', 'many'], '--calls is a number of 0 or more, not "many"'],
    ['less than nothing', ['--calls=-1'], '--calls is a number of 0 or more, not "-1"'],
    ['an empty number', ['--sessions', ''], '--sessions is a number of 0 or more, not ""'],
    ['another Region', ['--calls', '1', '--region', 'eu-west-1'], 'no prices are known for "eu-west-1"'],
    ['a word too many', ['--calls', '1', 'now'], '"now" is not understood'],
  ])('complains in one line: %s', async (_why, args, complaint) => {
    const { code, err } = await run(cost, args)
    expect(code).toBe(1)
    expect(err).toContain(complaint)
    expect(err.trim()).not.toContain('\n')
  })
})

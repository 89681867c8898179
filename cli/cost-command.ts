import { type Command, Complaint } from './command.ts'
import { assumptions } from './cost/assumptions.ts'
import { billOf, nothingUsed, type Usage } from './cost/bill.ts'
import { lastMeasured } from './cost/measured.ts'
import { awsPrices, callRail, pricesNotFound } from './cost/prices.ts'
import { tellBill } from './cost/tell.ts'
import { readOptions } from './options.ts'

const options = {
  calls: { type: 'string' },
  sessions: { type: 'string' },
  redemptions: { type: 'string' },
  texts: { type: 'string' },
  mails: { type: 'string' },
  minutes: { type: 'string' },
  numbers: { type: 'string' },
  region: { type: 'string' },
  json: { type: 'boolean' },
} as const

/** @throws Complaint unless it is a number of 0 or more */
function amountOf(name: string, given: string | undefined, usual: number): number {
  if (given === undefined) return usual
  const value = Number(given.replaceAll(/[,_]/g, ''))
  if (given.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new Complaint(`--${name} is a number of 0 or more, not "${given}"`)
  }
  return value
}

export const cost: Command = {
  name: 'cost',
  usage: 'cost --calls N --sessions M [OPTIONS]',
  summary: 'Say what a month costs on AWS, line by line, and Twilio beside it',
  help: `
From what the benchmark measured of each operation (DynamoDB's units, Lambda's work, bytes) and
list prices, each with its date and source. What was assumed, and what no price was found for, is
said too.

--calls N         a month, with all their callbacks
--sessions M      a month: three pages and two heartbeats each
--redemptions R   codes entered online (0)
--texts T         received (0)
--mails E         sent (a tenth of the calls)
--minutes L       of each call (3)
--numbers K       rented from Twilio (5)
--region NAME     whose prices (us-east-1)
--json            the lines with sources, dates and assumptions

npm run tieline -- cost --calls 1000 --sessions 20000
`,
  async run(args, { out }) {
    const { values, positionals } = readOptions(args, options)
    if (positionals.length > 0) throw new Complaint(`"${positionals[0]}" is not understood: see help cost`)
    if (values.calls === undefined && values.sessions === undefined) {
      throw new Complaint('say how much comes in a month: --calls N --sessions M')
    }
    const calls = amountOf('calls', values.calls, 0)
    const usage: Usage = {
      ...nothingUsed,
      calls,
      sessions: amountOf('sessions', values.sessions, 0),
      redemptions: amountOf('redemptions', values.redemptions, 0),
      texts: amountOf('texts', values.texts, 0),
      mails: amountOf('mails', values.mails, calls * assumptions.mailsOfCall),
      minutesOfCall: amountOf('minutes', values.minutes, 3),
      numbers: amountOf('numbers', values.numbers, 5),
      region: values.region ?? nothingUsed.region,
    }
    if (!awsPrices[usage.region]) {
      const known = Object.keys(awsPrices).join(', ')
      throw new Complaint(`no prices are known for "${usage.region}", only for ${known}`)
    }
    const bill = billOf(usage, lastMeasured)
    const busy = billOf({ ...usage, load: 'ofMany' }, lastMeasured)
    if (values.json) {
      const { date, command, machine } = lastMeasured
      const measured = { date, command, machine }
      const told = { usage, ...bill, busyByUse: busy.byUse, callRail, assumptions, measured, pricesNotFound }
      out(`${JSON.stringify(told, null, 2)}\n`)
    } else out(tellBill(bill, busy, usage, lastMeasured))
    return 0
  },
}

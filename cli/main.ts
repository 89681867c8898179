import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { audit } from './audit-command.ts'
import { backup } from './backup-command.ts'
import { type Command, Complaint } from './command.ts'
import { convert } from './convert-command.ts'
import { cost } from './cost-command.ts'
import { createHelp, findCommand } from './help.ts'
import { importCommand } from './import-command.ts'
import { keys } from './keys-command.ts'
import { lake } from './lake-command.ts'
import { numbers } from './numbers-command.ts'
import { outcomes } from './outcomes-command.ts'
import { rebuild } from './rebuild-command.ts'
import { redrive } from './redrive-command.ts'
import { restore } from './restore-command.ts'
import { restoreDrill } from './restore-drill-command.ts'

const commands: readonly Command[] = [
  createHelp(() => commands),
  importCommand,
  outcomes,
  convert,
  audit,
  rebuild,
  backup,
  restore,
  restoreDrill,
  numbers,
  redrive,
  keys,
  cost,
  lake,
]

const [given = 'help', ...args] = process.argv.slice(2)
const asksForHelp = args.includes('--help') || args.includes('-h')
const isHelp = ['--help', '-h', 'help'].includes(given)
const name = isHelp || asksForHelp ? 'help' : given

// The SDK would announce the end of its support for Node 20 in ten lines at every start.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
// Whoever reads only the first lines of a long output has had enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

try {
  process.exitCode = await findCommand(commands, name).run(asksForHelp && !isHelp ? [given] : args, {
    // An empty variable is how shells say "not set".
    env: Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== '')),
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    isTerminal: process.stderr.isTTY === true,
    stdin: process.stdin,
    now: Date.now,
    pause: (milliseconds) => pause(milliseconds),
    fetch,
    newId: randomUUID,
  })
} catch (error) {
  const isComplaint = error instanceof Complaint
  process.stderr.write(
    `tieline: ${isComplaint ? error.message : ((error as Error).stack ?? String(error))}\n`,
  )
  process.exitCode = 1
}

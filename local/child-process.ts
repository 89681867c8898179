import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process'

/**
 * Ties a child's life to ours, even where we die by SIGKILL, and keeps it alive while we still need it: the terminal
 * sends Ctrl-C to the whole process group, and the child must outlast our own orderly end. coreutils' `env` blocks the
 * signals, util-linux's `setpriv` has the kernel kill the child with its parent.
 */
const tie = ['env', '--block-signal=INT,TERM,HUP', 'setpriv', '--pdeathsig', 'KILL'] as const
let tieWorks: boolean | undefined

function canTie(): boolean {
  const [command, ...args] = tie
  tieWorks ??= spawnSync(command, [...args, 'true'], { stdio: 'ignore' }).status === 0
  return tieWorks
}

/** Starts a child of our process group that does not survive us; end it with SIGKILL. */
export function spawnTied(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const tied = canTie()
  const [first, ...rest] = tied ? [...tie, command, ...args] : [command, ...args]
  const child = spawn(first as string, rest, { ...options, detached: false })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.off('exit', kill))
  if (!tied) killOnSignals(child)
  return child
}

/** The second best, where the kernel can't be asked: our own deadly signals are passed on. */
function killOnSignals(child: ChildProcess): void {
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) {
    const pass = () => {
      child.kill('SIGKILL')
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
    }
    process.once(signal, pass)
    child.once('exit', () => process.off(signal, pass))
  }
}

/** Resolves when the child has ended. */
export function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
}

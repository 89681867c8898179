import { readdirSync, readFileSync } from 'node:fs'

/** The pid of the embedded engine that a bridge started; `undefined` while none runs. */
export function engineOf(bridgePid: number | undefined): number | undefined {
  return childrenOf(bridgePid).find((pid) => commandOf(pid).includes('dynoxide'))
}

const childrenOf = (pid: number | undefined): number[] =>
  readdirSync(`/proc/${pid}/task`)
    .flatMap((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' '))
    .filter(Boolean)
    .map(Number)

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

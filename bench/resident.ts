import { readFileSync } from 'node:fs'

/** Megabytes that a process holds in memory; 0 once it has ended. */
export function residentOf(pid: number | undefined): number {
  try {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return Number(kilobytes ?? 0) / 1024
  } catch {
    return 0
  }
}

const ticksPerSecond = 100

/** Seconds of a processor that a process has used, its threads included; 0 once it has ended. */
export function processorSecondsOf(pid: number | undefined): number {
  try {
    // The name, in brackets, may hold anything; what follows is the third field.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
  } catch {
    return 0
  }
}

import { epochMillisecondsOf, type Instant } from '../shared/domain/time.ts'

export interface MailRounds {
  /** Something may be due: look now. */
  ring(): void
  stop(): Promise<void>
}

export interface MailWork {
  /** Sends what is due. @returns when the next one is */
  readonly sendDue: () => Promise<Instant | undefined>
  /** Claims the weekly reports that are due. @returns how many */
  readonly announceDigests: () => Promise<number>
}

/** However far the next mail is: another process may have claimed one. */
const longestMilliseconds = 60_000
/** Zones differ by quarters of an hour. */
const digestMilliseconds = 15 * 60_000
/** Whatever else a start brings comes first. */
const firstDigestMilliseconds = 20_000

/** What the schedules of a deployment do: sends each mail when it is due, and looks for weekly reports to write. */
export function startMailRounds(
  { sendDue, announceDigests }: MailWork,
  warn: (line: string) => void,
): MailRounds {
  let isStopping = false
  let isRung = false
  let running: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined

  const failed = (message: string) => (error: Error) =>
    warn(JSON.stringify({ level: 'warn', message, error: error.name }))

  async function round(): Promise<void> {
    let next: Instant | undefined
    do {
      isRung = false
      next = await sendDue()
    } while (isRung && !isStopping)
    const wait = next === undefined ? longestMilliseconds : epochMillisecondsOf(next) - Date.now()
    // One that stays due could not be sent: it is not tried without a pause.
    goIn(Math.min(longestMilliseconds, Math.max(1000, wait)))
  }
  function go(): void {
    if (isStopping || running) return
    clearTimeout(timer)
    running = round()
      .catch((error: Error) => {
        failed('mails not sent')(error)
        goIn(5000)
      })
      .finally(() => {
        running = undefined
        // Rung since the round looked last.
        if (isRung) go()
      })
  }
  function goIn(milliseconds: number): void {
    clearTimeout(timer)
    if (isStopping) return
    timer = setTimeout(go, milliseconds)
    timer.unref()
  }
  function ring(): void {
    isRung = true
    go()
  }
  const writeDigests = () =>
    void announceDigests().then((count) => {
      if (count > 0) ring()
    }, failed('weekly reports not written'))

  const digests = [
    setTimeout(writeDigests, firstDigestMilliseconds),
    setInterval(writeDigests, digestMilliseconds),
  ]
  for (const each of digests) each.unref()
  goIn(1000)
  return {
    ring,
    async stop() {
      isStopping = true
      clearTimeout(timer)
      for (const each of digests) clearTimeout(each)
      await running
    },
  }
}

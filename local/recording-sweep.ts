import { type Repeating, startRepeating } from './repeating.ts'

/** Retention is told in days; one that Twilio did not let delete is tried again as soon. */
const everyMilliseconds = 60 * 60_000
/** Whatever else a start brings comes first. */
const firstMilliseconds = 60_000

/** Deletes, every hour, the recordings whose time is over. */
export const startRecordingSweep = (sweep: () => Promise<unknown>, warn: (line: string) => void): Repeating =>
  startRepeating(sweep, { firstMilliseconds, everyMilliseconds, failed: 'recordings not swept' }, warn)

import type { BusinessHours } from './business-hours.ts'
import { type Instant, secondsBetween } from './time.ts'
import { addWorkingHours } from './working-hours.ts'

/** What is later than this was not held up by a busy minute: the scheduler stood still. */
export const lateMinutes = 30
/** Over so many hours of sending the mails go out that were held up together. */
export const spreadHours = 2

/** A number from 0 to below 1, the same for the same text: FNV-1a, of which the high bits are mixed best. */
function fractionOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  // Once more, so that names that differ in their last letter alone do not stay neighbours.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (hash >>> 16) / 2 ** 16
}

export const isLate = (dueAt: Instant, now: Instant): boolean => secondsBetween(dueAt, now) > lateMinutes * 60

/**
 * When a mail goes out that was held up with many others, by the night or by a scheduler that stood still: each at a time
 * of its own, since else all of them would go out in the same minute.
 * @param hours in which mails may go out at all (`sendingHours`)
 * @param name of the mail: the same one is given the same place
 * @returns undefined if they never may
 */
export const respread = (
  name: string,
  hours: BusinessHours,
  from: Instant,
  timeZone: string,
): Instant | undefined => addWorkingHours(hours, from, fractionOf(name) * spreadHours, timeZone)

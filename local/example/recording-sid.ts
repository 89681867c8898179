import type { Random } from './random.ts'

const mark = 'e8a'

/** Twilio’s form of a RecordingSid; it tells its length, so that the sound can be made whenever somebody asks for it. */
export const recordingSidOf = (seconds: number, random: Random): string =>
  `RE${mark}${String(seconds).padStart(3, '0')}${random.hex(26)}`

/** @returns seconds; undefined for a recording that is not the example’s */
export function secondsOfRecording(sid: string): number | undefined {
  const [, seconds] = /^REe8a(\d{3})[0-9a-f]{26}$/.exec(sid) ?? []
  return seconds === undefined ? undefined : Number(seconds)
}

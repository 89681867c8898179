import { createHash } from 'node:crypto'

/** @param facts what the event rests on: the same facts always give the same id @returns `evt_` and 24 characters */
export const eventId = (type: string, ...facts: readonly unknown[]): string =>
  `evt_${createHash('sha256')
    .update(JSON.stringify([type, ...facts]))
    .digest('base64url')
    .slice(0, 24)}`

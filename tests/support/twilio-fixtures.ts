import { readdirSync, readFileSync } from 'node:fs'
import type { FieldPairs } from './twilio-signing.ts'

export interface VoiceFixture {
  readonly name: string
  readonly note: string
  /** Whether the caller is a phone that can be known again. */
  readonly callerKnown: boolean
  readonly fields: FieldPairs
}

const folder = new URL('../fixtures/twilio/', import.meta.url)

/** Voice webhooks in the shapes that Twilio's documentation and public reports show, on fictional numbers. */
export const voiceFixtures: readonly VoiceFixture[] = readdirSync(folder)
  .filter((file) => /^voice-.*\.json$/.test(file))
  .sort()
  .map((file) => ({
    name: file.slice('voice-'.length, -'.json'.length),
    ...JSON.parse(readFileSync(new URL(file, folder), 'utf8')),
  }))

/** The fields with some replaced or added. */
export const withFields = (fields: FieldPairs, changes: Readonly<Record<string, string>>): FieldPairs => [
  ...fields.filter(([name]) => !(name in changes)),
  ...Object.entries(changes),
]

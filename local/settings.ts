import * as z from 'zod/mini'
import { readUrl } from '../shared/domain/url.ts'
import { parseEnv } from '../shared/env.ts'
import { isOwnName } from './this-machine.ts'

const text = z.string().check(z.minLength(1, 'must not be empty'))
const port = z.coerce
  .number('must be a port number')
  .check(z.int('must be a whole number'), z.gte(0, 'must be 0 to 65535'), z.lte(65_535, 'must be 0 to 65535'))
const isOrigin = (value: string) =>
  /^https?:\/\//.test(value) && readUrl(value)?.href === `${readUrl(value)?.origin}/`
const origin = z
  .string()
  .check(z.refine(isOrigin, 'must be an origin such as https://calls.example.com, without a path'))

/** No account of Twilio's: with it, nothing leaves this machine. */
export const localAccountSid = `AC${'0'.repeat(32)}`

/** The variables of the contract; every one may be absent. */
const settingsEnv = z.object({
  PORT: z._default(port, 8787),
  PUBLIC_BASE_URL: z.optional(origin),
  TIELINE_DATA: z._default(text, '.tieline'),
  TIELINE_DEMO: z._default(z.enum(['on', 'off'], 'must be on or off'), 'on'),
  TIELINE_OPERATOR_KEY: z.optional(text),
  DYNAMODB_ENDPOINT: z.optional(z.url('must be a URL such as http://localhost:8000')),
  TIELINE_SECRET_KEY: z.optional(text.check(z.startsWith('sk_', 'must begin with sk_'))),
  TIELINE_SITE_KEY: z._default(text.check(z.startsWith('pk_', 'must begin with pk_')), 'pk_local'),
  TIELINE_ORIGINS: z._default(text, '*'),
  TWILIO_ACCOUNT_SID: z._default(text, localAccountSid),
  /** The token of Twilio's own published test vectors. */
  TWILIO_AUTH_TOKEN: z._default(text, '12345'),
  TWILIO_API_BASE_URL: z.optional(z.url('must be a URL')),
  /** Whether webhooks may lead to this machine itself; unless given, while only this machine reaches the bridge. */
  TIELINE_LOOPBACK_TARGETS: z.optional(z.enum(['on', 'off'], 'must be on or off')),
  /** Under which address all ad platforms stand (`…/google`, `…/meta`, …); unless given, where they are. */
  TIELINE_PLATFORMS_URL: z.optional(z.url('must be a URL')),
  /** The issuer that people sign in at; without one the bridge's own signs its example people in. */
  OIDC_ISSUER: z.optional(z.url('must be a URL such as https://accounts.example.com')),
  OIDC_CLIENT_ID: z._default(text, 'tieline'),
  OIDC_CLIENT_SECRET: z.optional(text),
})
export type Settings = z.infer<typeof settingsEnv>

/** @throws an Error of one line that names every bad variable */
export function readSettings(variables: Record<string, string | undefined>): Settings {
  // An empty variable is how shells say "not set".
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  return parseEnv(settingsEnv, given)
}

/** Where the world is let in, webhooks lead out into the world alone, unless somebody says otherwise. */
export const allowsLoopbackTargets = (
  { TIELINE_LOOPBACK_TARGETS: given }: Pick<Settings, 'TIELINE_LOOPBACK_TARGETS'>,
  publicBaseUrl: string,
): boolean => (given === undefined ? isOwnName(new URL(publicBaseUrl).hostname) : given === 'on')

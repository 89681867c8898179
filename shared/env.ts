import * as z from 'zod/mini'

/**
 * The environment's names, parsed once by whoever composes a program (a Lambda handler, `local`) and shared with
 * `infra`, which sets them. Nothing else reads the environment.
 */
const text = z.string().check(z.minLength(1))

/** For everything that opens the two tables. */
export const storeEnv = z.object({
  LEDGER_TABLE: text,
  VIEWS_TABLE: text,
  /** 32 bytes in base64: the root of all hashes and of the encryption of personal data. */
  TIELINE_MASTER_KEY: text,
  /** The key of KMS that wraps the data keys, where those are rotated. */
  TIELINE_KMS_KEY_ID: z.optional(text),
  /** Another engine than the Region's DynamoDB. */
  DYNAMODB_ENDPOINT: z.optional(z.url()),
  /** CloudWatch's namespace of our metrics, where it is not the usual one. */
  TIELINE_METRICS_NAMESPACE: z.optional(text),
})

/** For what the world addresses by the public origin. */
export const publicEnv = z.object({ PUBLIC_BASE_URL: z.url() })

/** For what asks from which address somebody comes. */
export const viewerEnv = z.object({
  /** What the CDN in front proves itself by; without it a request comes from where the server saw it come from. */
  TIELINE_EDGE_KEY: z.optional(text),
})

export const twilioEnv = z.object({
  TWILIO_ACCOUNT_SID: text,
  /** Several by comma while rotating: any of them may have signed. */
  TWILIO_AUTH_TOKEN: text,
  /** Where Twilio's REST API is, if not at Twilio's. */
  TWILIO_API_BASE_URL: z.optional(z.url()),
})

/** The account that calls to numbers nobody registered belong to. */
export const houseAccountEnv = z.object({ TIELINE_HOUSE_ACCOUNT: text })

/** Where mails can be sent: the address that they come from. */
export const mailEnv = z.object({
  TIELINE_MAIL_FROM: z.optional(text),
  /** SES's configuration set, by which bounces and complaints come back. */
  TIELINE_MAIL_CONFIGURATION_SET: z.optional(text),
})

/** The queue in which facts of calls wait for a ledger that does not answer, and the one for what it will never take. */
export const spoolEnv = z.object({ SPOOL_QUEUE_URL: z.url(), SPOOL_DEAD_LETTERS_URL: z.url() })

/** Where the world reads the numbers' static fallback TwiML: an origin that answers while nothing of ours does. */
export const fallbackReaderEnv = z.object({ FALLBACK_BASE_URL: z.url() })

/** Where it is written. */
export const fallbackWriterEnv = z.object({ FALLBACK_BUCKET: text })

/** The issuer that people sign in at (OpenID Connect). */
export const issuerEnv = z.object({
  OIDC_ISSUER: z.url(),
  OIDC_CLIENT_ID: text,
  /** A public client has none. */
  OIDC_CLIENT_SECRET: z.optional(text),
})

/** The key of KMS that the accounts' data keys are sealed by. */
export const dataKeyEnv = z.object({ TIELINE_KMS_KEY_ID: z.optional(text) })

export const operatorEnv = z.object({
  /** SHA-256, in hexadecimal, of the key that may create accounts. */
  TIELINE_OPERATOR_KEY_SHA256: text,
})

/** The Firehose stream that rows of the lake go to. */
export const lakeEnv = z.object({
  LAKE_STREAM: text,
  TIELINE_MASTER_KEY: storeEnv.shape.TIELINE_MASTER_KEY,
  TIELINE_METRICS_NAMESPACE: storeEnv.shape.TIELINE_METRICS_NAMESPACE,
})

/** What each function needs; `infra` sets exactly these, the build writes harmless values beside each bundle. */
export const functionEnvs = {
  session: z.extend(storeEnv, { ...publicEnv.shape, ...viewerEnv.shape }),
  'call-webhook': z.extend(storeEnv, {
    ...publicEnv.shape,
    ...twilioEnv.shape,
    ...houseAccountEnv.shape,
    ...mailEnv.shape,
    ...spoolEnv.shape,
    ...fallbackReaderEnv.shape,
  }),
  coupon: z.extend(storeEnv, { ...publicEnv.shape, ...twilioEnv.shape, ...viewerEnv.shape }),
  attribution: z.extend(storeEnv, publicEnv.shape),
  admin: z.extend(storeEnv, {
    ...publicEnv.shape,
    ...operatorEnv.shape,
    ...twilioEnv.shape,
    ...fallbackWriterEnv.shape,
    ...issuerEnv.shape,
    // How much waits there is part of what is pending.
    SPOOL_QUEUE_URL: spoolEnv.shape.SPOOL_QUEUE_URL,
  }),
  outreach: z.extend(storeEnv, { ...publicEnv.shape, ...mailEnv.shape }),
  lake: lakeEnv,
} as const
export type FunctionName = keyof typeof functionEnvs

/**
 * @returns the parsed variables
 * @throws an Error of one line that names every missing or bad variable
 */
export function parseEnv<Schema extends z.ZodMiniType>(
  schema: Schema,
  variables: Record<string, string | undefined>,
): z.infer<Schema> {
  const parsed = schema.safeParse(variables)
  if (parsed.success) return parsed.data
  const bad = parsed.error.issues.map((issue) => `${issue.path.join('.')} (${issue.message})`)
  throw new Error(`bad environment: ${bad.join(', ')}`)
}

import { type FunctionName, functionEnvs } from '../shared/env.ts'

type FunctionVariable = { [Name in FunctionName]: keyof (typeof functionEnvs)[Name]['shape'] }[FunctionName]

/**
 * Set only to name our metrics otherwise, to leave AWS's or Twilio's own address for another, to send mails, behind a CDN,
 * or for an issuer that wants a secret: no function needs them.
 */
export const optionalVariables = [
  'DYNAMODB_ENDPOINT',
  'TIELINE_METRICS_NAMESPACE',
  'TWILIO_API_BASE_URL',
  'TIELINE_MAIL_FROM',
  'TIELINE_MAIL_CONFIGURATION_SET',
  'OIDC_CLIENT_SECRET',
  'TIELINE_EDGE_KEY',
  'TIELINE_KMS_KEY_ID',
] as const
type NeededVariable = Exclude<FunctionVariable, (typeof optionalVariables)[number]>

/** Values that parse and lead nowhere: no such host, table, account or key exists (RFC 2606 reserves `.example`). */
const harmlessValues: Readonly<Record<NeededVariable, string>> = {
  LEDGER_TABLE: 'example-ledger',
  VIEWS_TABLE: 'example-views',
  TIELINE_MASTER_KEY: Buffer.alloc(32).toString('base64'),
  PUBLIC_BASE_URL: 'https://tieline.example',
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: '0'.repeat(32),
  TIELINE_HOUSE_ACCOUNT: 'acc_example',
  TIELINE_OPERATOR_KEY_SHA256: '0'.repeat(64),
  SPOOL_QUEUE_URL: 'https://queues.example/000000000000/example-spool',
  SPOOL_DEAD_LETTERS_URL: 'https://queues.example/000000000000/example-dead-letters',
  FALLBACK_BASE_URL: 'https://fallback.example',
  FALLBACK_BUCKET: 'example-fallback',
  OIDC_ISSUER: 'https://issuer.example',
  OIDC_CLIENT_ID: 'example-client',
  LAKE_STREAM: 'example-lake',
}

const isNeeded = (variable: string): variable is NeededVariable => variable in harmlessValues

/** The names that a function can't do without, in the order of its schema: what `infra` sets. */
export const neededVariables = (name: FunctionName): NeededVariable[] =>
  Object.keys(functionEnvs[name].shape).filter(isNeeded)

/** The variables of a function with harmless values: enough to import its bundle. */
export const exampleEnv = (name: FunctionName): Record<string, string> =>
  Object.fromEntries(neededVariables(name).map((variable) => [variable, harmlessValues[variable]]))

export const isFunctionName = (name: string): name is FunctionName => name in functionEnvs

import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256Hex } from '../shared/http/digest.ts'
import type { Settings } from './settings.ts'

/** What the key file holds: readable by its owner alone, and lost with it is all personal data. */
interface KeyFile {
  readonly masterKey: string
  readonly operatorKeySha256: string
  readonly secretKeySha256: string
}

export interface LocalKeys {
  readonly masterKey: string
  readonly operatorKeySha256: string
  /** The local account's secret key: given, or made at this start; absent where an earlier start made it. */
  readonly secretKey?: string | undefined
  /** Keys made at this start: shown once, stored nowhere but as digests. */
  readonly made: { readonly operatorKey?: string; readonly secretKey?: string }
}

const newKey = (prefix: string) => `${prefix}${randomBytes(20).toString('hex')}`
export const newSecretKey = (): string => newKey('sk_')

function readKeyFile(path: string): KeyFile | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as KeyFile
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new Error(`the key file ${path} can’t be read: ${(error as Error).message}`)
  }
}

/** The keys of the bridge on one machine: given by the environment, else those of the first start. */
export function loadKeys(
  settings: Pick<Settings, 'TIELINE_DATA' | 'TIELINE_OPERATOR_KEY' | 'TIELINE_SECRET_KEY'>,
): LocalKeys {
  const { TIELINE_DATA: folder, TIELINE_OPERATOR_KEY: givenOperator, TIELINE_SECRET_KEY: given } = settings
  const path = folder === ':memory:' ? undefined : join(folder, 'keys.json')
  const known = path === undefined ? undefined : readKeyFile(path)

  const operatorKey = givenOperator ?? (known ? undefined : newKey('op_'))
  const secretKey = given ?? (known ? undefined : newSecretKey())
  const keys: KeyFile = {
    masterKey: known?.masterKey ?? randomBytes(32).toString('base64'),
    operatorKeySha256: operatorKey ? sha256Hex(operatorKey) : (known?.operatorKeySha256 ?? ''),
    secretKeySha256: secretKey ? sha256Hex(secretKey) : (known?.secretKeySha256 ?? ''),
  }
  if (path !== undefined && !known) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(path, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 })
  }
  return {
    masterKey: keys.masterKey,
    operatorKeySha256: keys.operatorKeySha256,
    secretKey,
    made: {
      ...(operatorKey && !givenOperator && { operatorKey }),
      ...(secretKey && !given && { secretKey }),
    },
  }
}

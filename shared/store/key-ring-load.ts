import { addDays, type Instant } from '../domain/time.ts'
import { createDataKeyStore, type WrappedKey } from './data-key-store.ts'
import { writeKeyRing } from './key-ring.ts'
import type { Table } from './table.ts'

/** Makes data keys and opens them again; see `shared/aws/data-key-service.ts`. */
export interface DataKeys {
  generate(): Promise<{ readonly key: Uint8Array; readonly wrapped: string }>
  unwrap(wrapped: string): Promise<Uint8Array>
}

/** Longer than any program runs without being started anew: by then all of them know a new key. */
export const daysUntilActive = 1

const nameAt = (now: Instant) => `k${now.replace(/\D/g, '').slice(0, 14)}`

/** A new data key, which seals from tomorrow on; what the others have sealed stays readable. */
export async function rotateDataKey(
  ledger: Table,
  service: DataKeys,
  now: Instant,
  activeAt: Instant = addDays(now, daysUntilActive),
): Promise<WrappedKey> {
  const { wrapped } = await service.generate()
  const key: WrappedKey = { name: nameAt(now), wrapped, activeAt }
  if (!(await createDataKeyStore(ledger).add(key)))
    throw new Error('another data key was made this very second')
  return key
}

/** The ring of keys: one that is not active yet opens, and does not seal. */
export async function loadKeyRing(
  ledger: Table,
  service: DataKeys,
  masterKey: string,
  now: Instant,
): Promise<string> {
  const keys = await createDataKeyStore(ledger).list()
  const opened = await Promise.all(
    keys.map(async ({ name, wrapped }) => ({ name, key: await service.unwrap(wrapped) })),
  )
  return writeKeyRing(masterKey, opened, keys.findLast(({ activeAt }) => activeAt <= now)?.name)
}

interface KeyEnv {
  readonly TIELINE_MASTER_KEY: string
  readonly TIELINE_KMS_KEY_ID?: string | undefined
}

/**
 * The environment with all keys that values may be sealed by: read once, when a program starts. Without a key of KMS the
 * master key does it alone, and nobody is asked.
 * @param load brings the client of KMS, which the others do without
 */
export async function withKeyRing<Env extends KeyEnv>(
  env: Env,
  ledger: Table,
  now: Instant,
  load: () => Promise<{ readonly openDataKeyService: (keyId: string) => DataKeys }>,
): Promise<Env> {
  if (env.TIELINE_KMS_KEY_ID === undefined) return env
  const service = (await load()).openDataKeyService(env.TIELINE_KMS_KEY_ID)
  return { ...env, TIELINE_MASTER_KEY: await loadKeyRing(ledger, service, env.TIELINE_MASTER_KEY, now) }
}

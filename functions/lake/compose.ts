import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import type { LakeStream } from '../../shared/aws/lake-stream.ts'
import { type Digest, lakeRowOf } from '../../shared/domain/lake-row.ts'
import type { LakeRow } from '../../shared/domain/lake-schema.ts'
import { changeOf, factOf } from '../../shared/store/change.ts'
import { createVault } from '../../shared/store/vault.ts'

/** Sequence numbers are compared as texts by whoever asks the lake: as many digits each. */
const versionDigits = 40

/**
 * Takes batches of the ledger's stream to the lake. A batch that is not taken whole comes again, and some of its rows with
 * it twice: whoever asks the lake counts each version once.
 */
export function compose(
  stream: LakeStream,
  env: { readonly TIELINE_MASTER_KEY: string },
): (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse> {
  const vault = createVault(env.TIELINE_MASTER_KEY)
  const digest: Digest = (account, text) => vault.hash(account, 'import', text)

  function rowOf({ dynamodb = {} }: DynamoDBStreamEvent['Records'][number]): LakeRow | undefined {
    const change = changeOf(dynamodb)
    const fact = factOf(change)
    if (!fact || !change.after) return undefined
    const { pk, sk } = change.after
    const version = (dynamodb.SequenceNumber ?? '').padStart(versionDigits, '0')
    return lakeRowOf(fact, { pk, sk, version }, digest)
  }

  return async ({ Records }) => {
    const rows = Records.flatMap((record) => rowOf(record) ?? [])
    if (rows.length > 0) await stream.put(rows)
    return { batchItemFailures: [] }
  }
}

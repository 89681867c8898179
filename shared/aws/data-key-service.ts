import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms'

/** Makes data keys and opens them again: what is kept of one is worth nothing without it. */
export interface DataKeyService {
  generate(): Promise<{ readonly key: Uint8Array; readonly wrapped: string }>
  unwrap(wrapped: string): Promise<Uint8Array>
}

/** Bound to what it is for: a key of another use is not opened in its place. */
const EncryptionContext = { purpose: 'tieline data key' }

/** @param keyId ARN or id of the key that wraps; the Region and the credentials are the environment's */
export function openDataKeyService(keyId: string, endpoint?: string): DataKeyService {
  const client = new KMSClient({
    ...(endpoint !== undefined && { endpoint }),
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true },
  })
  return {
    async generate() {
      const { Plaintext, CiphertextBlob } = await client.send(
        new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: 'AES_256', EncryptionContext }),
      )
      if (!Plaintext || !CiphertextBlob) throw new Error('KMS made no data key')
      return { key: Plaintext, wrapped: Buffer.from(CiphertextBlob).toString('base64') }
    },
    async unwrap(wrapped) {
      const { Plaintext } = await client.send(
        new DecryptCommand({
          KeyId: keyId,
          CiphertextBlob: Buffer.from(wrapped, 'base64'),
          EncryptionContext,
        }),
      )
      if (!Plaintext) throw new Error('KMS opened no data key')
      return Plaintext
    },
  }
}

import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { openFallbackBucket } from '../../shared/aws/fallback-bucket.ts'

vi.stubEnv('AWS_REGION', 'eu-west-2')
const s3 = mockClient(S3Client)
beforeEach(() => s3.reset())
afterAll(() => {
  s3.restore()
  vi.unstubAllEnvs()
})
const bucket = openFallbackBucket('documents')

test('a document is put under the path by which it is fetched, as XML, to be asked for again within a minute', async () => {
  s3.on(PutObjectCommand).resolves({})
  await bucket.put('+441614960000', '<Response/>')
  const [put] = s3.commandCalls(PutObjectCommand)
  expect(put?.args[0].input).toEqual({
    Bucket: 'documents',
    Key: 'fallback/441614960000.xml',
    Body: '<Response/>',
    ContentType: 'text/xml; charset=utf-8',
    CacheControl: 'public, max-age=60, stale-if-error=86400',
  })
})

test('a number that rings nobody any more has none', async () => {
  s3.on(DeleteObjectCommand).resolves({})
  await bucket.remove('+441614960000')
  const [removed] = s3.commandCalls(DeleteObjectCommand)
  expect(removed?.args[0].input).toEqual({ Bucket: 'documents', Key: 'fallback/441614960000.xml' })
})

test('what is no phone number has no key: nothing outside the folder can be named', async () => {
  for (const number of ['', '+1', '../secret', '+44161496000x', '+44/../../x']) {
    await bucket.put(number, '<Response/>')
    await bucket.remove(number)
  }
  expect(s3.calls()).toEqual([])
})

test('a bucket that refuses is heard of', async () => {
  s3.on(PutObjectCommand).rejects(new Error('AccessDenied'))
  await expect(bucket.put('+441614960000', '<Response/>')).rejects.toThrow('AccessDenied')
})

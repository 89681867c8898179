import { DeleteObjectCommand, PutObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3'
import type { E164 } from '../domain/ids.ts'
import { fallbackFileName, numberOfFallback } from '../twilio/fallback.ts'

/** The file store of a deployment: the numbers' static fallback TwiML, which a CDN serves to Twilio. */
export interface FallbackBucket {
  put(number: E164, xml: string): Promise<void>
  remove(number: E164): Promise<void>
  /** That have a document. */
  numbers(): Promise<E164[]>
}

const folder = 'fallback/'

/**
 * A change holds for the CDN within a minute. While the bucket does not answer, the CDN goes on with what it has for a day
 * (RFC 5861).
 */
const cacheControl = 'public, max-age=60, stale-if-error=86400'

/** Who changed a number waits meanwhile. */
const attempts = { maxAttempts: 2, connectionTimeout: 1000, requestTimeout: 2000 }

/** @param name of the bucket; its keys are the paths under which the CDN serves them */
export function openFallbackBucket(name: string): FallbackBucket {
  const { maxAttempts, ...requestHandler } = attempts
  const client = new S3Client({
    maxAttempts,
    requestHandler: { ...requestHandler, throwOnRequestTimeout: true },
  })
  const placeOf = (number: E164) => {
    const file = fallbackFileName(number)
    return file === undefined ? undefined : { Bucket: name, Key: `${folder}${file}` }
  }
  return {
    async put(number, xml) {
      const place = placeOf(number)
      if (place === undefined) return
      await client.send(
        new PutObjectCommand({
          ...place,
          Body: xml,
          ContentType: 'text/xml; charset=utf-8',
          CacheControl: cacheControl,
        }),
      )
    },

    async remove(number) {
      const place = placeOf(number)
      if (place !== undefined) await client.send(new DeleteObjectCommand(place))
    },

    async numbers() {
      const numbers: E164[] = []
      for await (const { Contents = [] } of paginateListObjectsV2(
        { client },
        { Bucket: name, Prefix: folder },
      )) {
        numbers.push(...Contents.flatMap(({ Key = '' }) => numberOfFallback(Key.slice(folder.length)) ?? []))
      }
      return numbers
    },
  }
}

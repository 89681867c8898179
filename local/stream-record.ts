import { isDeepStrictEqual } from 'node:util'
import type { _Record as SdkRecord, AttributeValue as SdkValue } from '@aws-sdk/client-dynamodb-streams'
import type { AttributeValue, DynamoDBRecord } from 'aws-lambda'

/** A record of the stream in the shape in which Lambda hands it to a function. */
export type StreamRecord = DynamoDBRecord & {
  readonly dynamodb: NonNullable<DynamoDBRecord['dynamodb']> & { readonly SequenceNumber: string }
}

/** The SDK gives dates and bytes, Lambda's event has JSON's: seconds since 1970 and base64. */
export function toStreamRecord(record: SdkRecord, streamArn: string): StreamRecord {
  const { dynamodb } = record
  if (dynamodb?.SequenceNumber === undefined) throw new Error('a stream record without a sequence number')
  const { ApproximateCreationDateTime, Keys, NewImage, OldImage, SizeBytes, StreamViewType } = dynamodb
  return {
    eventID: record.eventID,
    eventName: record.eventName,
    eventVersion: record.eventVersion,
    eventSource: 'aws:dynamodb',
    awsRegion: record.awsRegion,
    dynamodb: {
      ...(ApproximateCreationDateTime && {
        ApproximateCreationDateTime: Math.floor(ApproximateCreationDateTime.getTime() / 1000),
      }),
      ...(Keys && { Keys: attributes(Keys) }),
      ...(NewImage && { NewImage: attributes(NewImage) }),
      ...(OldImage && { OldImage: attributes(OldImage) }),
      SequenceNumber: dynamodb.SequenceNumber,
      SizeBytes,
      StreamViewType,
    },
    eventSourceARN: streamArn,
    ...(record.userIdentity && {
      userIdentity: { type: record.userIdentity.Type, principalId: record.userIdentity.PrincipalId },
    }),
  }
}

function attributes(values: Record<string, SdkValue>): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(values).map(([name, each]) => [name, attribute(each)]))
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

function attribute(value: SdkValue): AttributeValue {
  if (value.B !== undefined) return { B: base64(value.B) }
  if (value.BS !== undefined) return { BS: value.BS.map(base64) }
  if (value.L !== undefined) return { L: value.L.map(attribute) }
  if (value.M !== undefined) return { M: attributes(value.M) }
  return value as AttributeValue
}

/**
 * Whether a write changed anything. DynamoDB puts no record in the stream for one that did not, nor does DynamoDB Local;
 * the embedded engine does, and functions shall not see another stream here than deployed.
 */
export const changesSomething = (record: SdkRecord): boolean =>
  record.eventName !== 'MODIFY' ||
  !record.dynamodb?.NewImage ||
  !isDeepStrictEqual(record.dynamodb.NewImage, record.dynamodb.OldImage)

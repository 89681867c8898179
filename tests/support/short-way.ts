import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import { wireTo } from './engine-wire.ts'
import { signatureHeaders } from './signed-by-name.ts'

/**
 * Lets a client ask the engine without most of what the SDK does to a request, which takes three quarters of its time, and
 * of requests the tests are made. Whatever is not answered with 200 was not done, and goes the SDK's own way.
 */
export function takeShortWay(client: DynamoDBClient, endpoint: string): void {
  const ask = askerOf(endpoint, 'DynamoDB_20120810')
  client.middlewareStack.add(
    (proceed, { commandName = '' }) =>
      async (args) => {
        const answer = await ask(commandName, args.input)
        if (answer === undefined) return proceed(args)
        return { output: { $metadata: {}, ...parsed(answer) }, response: {} }
      },
    shortWay,
  )
}

/** The same for what stands in the streams. */
export function takeShortWayOfStreams(client: DynamoDBStreamsClient, endpoint: string): void {
  const ask = askerOf(endpoint, 'DynamoDBStreams_20120810')
  client.middlewareStack.add(
    (proceed, { commandName = '' }) =>
      async (args) => {
        const answer = commandName === 'GetRecordsCommand' ? await ask(commandName, args.input) : undefined
        if (answer === undefined) return proceed(args)
        const { Records = [], ...output } = parsed(answer) as { Records?: { dynamodb: Dated }[] }
        for (const { dynamodb } of Records) {
          const seconds = dynamodb.ApproximateCreationDateTime
          if (seconds !== undefined) dynamodb.ApproximateCreationDateTime = new Date(Number(seconds) * 1000)
        }
        return { output: { $metadata: {}, ...output, Records }, response: {} }
      },
    shortWay,
  )
}

const shortWay = { step: 'initialize', priority: 'high', name: 'shortWay', override: true } as const

interface Dated {
  ApproximateCreationDateTime?: number | Date
}

/** @returns what asks for an operation; gives the body of a 200, else `undefined` */
function askerOf(endpoint: string, service: string) {
  const ask = wireTo(endpoint)
  const signed = Object.entries(signatureHeaders).map(([name, value]) => `${name}: ${value}\r\n`)
  const common = `${signed.join('')}content-type: application/x-amz-json-1.0\r\nx-amz-target: ${service}.`
  return async (commandName: string, input: object): Promise<string | undefined> => {
    const operation = commandName.replace(/Command$/, '')
    // The engine closes what was idle for seconds, maybe just as it is used again: the SDK, too, asks once more then.
    const answer = await ask(`${common}${operation}\r\n`, JSON.stringify(binaryAsText(input)))
    return answer?.status === 200 ? answer.body : undefined
  }
}

const parsed = (answer: string): object => {
  const output = JSON.parse(answer)
  if (answer.includes('"B":"')) textAsBinary(output)
  return output
}

/** Binary attribute values are base64 in DynamoDB's JSON. */
function binaryAsText(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map(binaryAsText)
  const copy: Record<string, unknown> = {}
  for (const name in value) copy[name] = binaryAsText((value as Record<string, unknown>)[name])
  return copy
}
function textAsBinary(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  const parts = value as Record<string, unknown>
  for (const name in parts) {
    const part = parts[name]
    if (name === 'B' && typeof part === 'string') parts[name] = new Uint8Array(Buffer.from(part, 'base64'))
    else textAsBinary(part)
  }
}

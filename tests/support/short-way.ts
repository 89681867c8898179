import { Agent, request } from 'node:http'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
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
  const agent = new Agent({ keepAlive: true, noDelay: true })
  return (commandName: string, input: object) =>
    new Promise<string | undefined>((resolve, reject) => {
      const body = JSON.stringify(input, binaryAsText)
      const sent = request(
        endpoint,
        {
          agent,
          method: 'POST',
          headers: {
            ...signatureHeaders,
            'content-type': 'application/x-amz-json-1.0',
            'content-length': Buffer.byteLength(body),
            'x-amz-target': `${service}.${commandName.replace(/Command$/, '')}`,
          },
        },
        (response) => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (chunk: string) => {
            text += chunk
          })
          response.on('end', () => resolve(response.statusCode === 200 ? text : undefined))
          response.on('error', reject)
        },
      )
      // The engine closes what was idle for seconds, maybe just as it is used again: the SDK, too, asks once more then.
      sent.on('error', (error) => (sent.reusedSocket ? resolve(undefined) : reject(error)))
      sent.end(body)
    })
}

const parsed = (answer: string): object =>
  JSON.parse(answer, answer.includes('"B":"') ? textAsBinary : undefined)

/** Binary attribute values are base64 in DynamoDB's JSON. */
function binaryAsText(this: Record<string, unknown>, name: string, value: unknown): unknown {
  const bytes = this[name]
  return bytes instanceof Uint8Array ? Buffer.from(bytes).toString('base64') : value
}
const textAsBinary = (name: string, value: unknown): unknown =>
  name === 'B' && typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'base64')) : value

import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createAdaptorServer } from '@hono/node-server'
import { engineClientConfig } from '../../local/engine-config.ts'
import type { TableName } from '../../shared/store/tables.ts'
import { answerQuestions } from './child.ts'

/** Where a server under test finds its tables. */
export interface ServerArgument {
  readonly endpoint: string
  readonly tables: Readonly<Record<TableName, string>>
}

export type ServerQuestion = { readonly tell: 'origin' } | { readonly tell: 'commands' }
export interface ServerAnswer {
  readonly origin: string
  /** How often each command was sent to the engine since the last question. */
  readonly commands: Readonly<Record<string, number>>
}

/** A client that counts, so that a floor can be held to what the subject does. */
export function countingClient(endpoint: string) {
  const commands: Record<string, number> = {}
  const client = new DynamoDBClient(engineClientConfig(endpoint))
  client.middlewareStack.add(
    (next, context) => (args) => {
      const name = context.commandName ?? 'unknown'
      commands[name] = (commands[name] ?? 0) + 1
      return next(args)
    },
    { step: 'initialize' },
  )
  return { client, commands }
}

type Fetch = Parameters<typeof createAdaptorServer>[0]['fetch']

/** Serves the app on the loopback and answers what the benchmark asks. */
export async function serveBench(
  { fetch }: { readonly fetch: Fetch },
  commands: Record<string, number>,
): Promise<void> {
  const server = createAdaptorServer({ fetch }) as Server
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  answerQuestions<ServerQuestion, ServerAnswer>(async () => {
    const counted = { ...commands }
    for (const name of Object.keys(commands)) delete commands[name]
    return { origin, commands: counted }
  })
}

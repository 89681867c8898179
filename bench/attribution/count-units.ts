import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { watchCommands } from './open.ts'

export interface Units {
  /** Write request units: DynamoDB's own arithmetic of sizes and transactions. */
  readonly writes: number
  /** Read request units. */
  readonly reads: number
  /** Commands that were sent. */
  readonly commands: number
}

const none: Units = { writes: 0, reads: 0, commands: 0 }

/** What the engine says that commands cost, asked of every one that the client sends. */
export function countUnits(client: DynamoDBClient): { take(): Units } {
  let units = none
  watchCommands(client, (name, input) => {
    const isWrite = /Put|Update|Delete|TransactWrite|BatchWrite/.test(name)
    if (!isWrite && !/Get|Query/.test(name)) return undefined
    Object.assign(input, { ReturnConsumedCapacity: 'TOTAL' })
    return (output) => {
      const { ConsumedCapacity } = output as {
        ConsumedCapacity?: { CapacityUnits?: number } | { CapacityUnits?: number }[]
      }
      const told = ConsumedCapacity ? [ConsumedCapacity].flat() : []
      const cost = told.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0)
      units = {
        writes: units.writes + (isWrite ? cost : 0),
        reads: units.reads + (isWrite ? 0 : cost),
        commands: units.commands + 1,
      }
    }
  })
  return {
    take() {
      const taken = units
      units = none
      return taken
    },
  }
}

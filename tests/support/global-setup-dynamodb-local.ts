import type { TestProject } from 'vitest/node'
import { startDynamoDbLocal } from './dynamodb-local.ts'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const engine = await startDynamoDbLocal()
  project.provide('dynamodbEndpoints', [engine.endpoint])
  return () => engine.stop()
}

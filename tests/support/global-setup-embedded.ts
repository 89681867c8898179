import type { TestProject } from 'vitest/node'
import { startEngine } from '../../local/engine.ts'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const engine = await startEngine({ dataFolder: ':memory:' })
  project.provide('dynamodbEndpoint', engine.endpoint)
  return () => engine.stop()
}

import type { TestProject } from 'vitest/node'
import { startEngine } from '../../local/engine.ts'

/** One engine for each worker: it has one writer, for whom they would only wait. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const engines = await Promise.all(
    Array.from({ length: Number(project.config.maxWorkers) }, () => startEngine({ dataFolder: ':memory:' })),
  )
  project.provide(
    'dynamodbEndpoints',
    engines.map(({ endpoint }) => endpoint),
  )
  return async () => {
    await Promise.all(engines.map((engine) => engine.stop()))
  }
}

import { parseArgs } from 'node:util'
import { benches } from './benches.ts'
import { asJson, asTable, type BenchResult } from './report.ts'

const usage = `npm run bench [-- --json] [-- --keep] [-- --only NAME]…   (${benches.map(({ name }) => name).join(', ')})`

function options() {
  try {
    return parseArgs({
      options: {
        json: { type: 'boolean' },
        keep: { type: 'boolean' },
        only: { type: 'string', multiple: true },
      },
    }).values
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`)
    process.exit(1)
  }
}

const { json = false, keep = false, only } = options()
const unknown = only?.filter((name) => !benches.some((bench) => bench.name === name)) ?? []
if (unknown.length > 0) {
  console.error(`no such benchmark: ${unknown.join(', ')}\n${usage}`)
  process.exit(1)
}

const startedAt = new Date().toISOString()
const results: BenchResult[] = []
for (const bench of benches) {
  if (only ? !only.includes(bench.name) : bench.isLong) continue
  const figures = await bench.run({
    progress: (text) => console.error(`${bench.name}: ${text}`),
    keep,
  })
  results.push({ bench, figures })
}
console.log(json ? JSON.stringify(asJson(results, startedAt), null, 2) : asTable(results))

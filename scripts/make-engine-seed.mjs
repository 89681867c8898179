/**
 * Writes local/engine-seed.ts: the empty database file that the embedded engine starts from. Run it by hand after
 * changing the engine's version or the SQL below; it needs the `sqlite3` command and the engine.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const sql = `
PRAGMA journal_mode = DELETE;
CREATE INDEX _stream_order ON _stream_records (table_name, CAST(sequence_number AS INTEGER));
CREATE TRIGGER _stream_trim AFTER INSERT ON _stream_records WHEN NEW.id % 1000 = 0 BEGIN
  DELETE FROM _stream_records
  WHERE id < (SELECT MIN(id) FROM _stream_records) + 2000 AND created_at < NEW.created_at - 7 * 86400;
END;
CREATE TRIGGER _stream_drop AFTER DELETE ON _tables BEGIN
  DELETE FROM _stream_records WHERE table_name = OLD.table_name;
END;
VACUUM;
PRAGMA journal_mode = WAL;
`

const folder = mkdtempSync(join(tmpdir(), 'engine-seed-'))
const file = join(folder, 'engine.db')
const binary = createRequire(import.meta.url).resolve('@dynoxide/linux-x64/dynoxide')
const engine = spawn(binary, ['serve', '--port', '0', '--db-path', file], {
  stdio: ['ignore', 'ignore', 'pipe'],
})
await once(engine.stderr, 'data')
engine.kill('SIGTERM')
await once(engine, 'exit')
execFileSync('sqlite3', [file], { input: sql })
const seed = gzipSync(readFileSync(file), { level: 9 }).toString('base64')
rmSync(folder, { recursive: true })

const target = new URL('../local/engine-seed.ts', import.meta.url)
const lines = seed.match(/.{1,100}/g).map((line) => `  '${line}',`)
writeFileSync(
  target,
  `import { gunzipSync } from 'node:zlib'

/**
 * The empty database that the embedded engine starts from, made by scripts/make-engine-seed.mjs. The engine's own has no
 * index on the stream's records and never trims them: each write looks for the last sequence number in all of them, so
 * that after 20,000 records it writes 90 items a second instead of 800. This one has the index, forgets records after
 * seven days (DynamoDB: after one) and with their table.
 */
const gzipped = [
${lines.join('\n')}
]

export const engineSeed = (): Buffer => gunzipSync(Buffer.from(gzipped.join(''), 'base64'))
`,
)

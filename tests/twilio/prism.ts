import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from './free-port.ts'

/** Twilio's own description of its API. */
const description = fileURLToPath(new URL('../fixtures/twilio-oai/twilio_api_v2010.json', import.meta.url))
const prismCli = createRequire(import.meta.url).resolve('@stoplight/prism-cli')

/** Those of its resources that are used, word for word: with all of them Prism takes several times as long to start. */
const used =
  /\/((Messages|Calls|IncomingPhoneNumbers|Recordings|Transcriptions)(\/\{Sid\})?|Recordings\/\{RecordingSid\}\/Transcriptions|AvailablePhoneNumbers\/\{CountryCode\}\/\w+)\.json$/

/** Called addresses there, while its own examples have paths in them, as Twilio's answers have. */
const pageLinks = new Set(['uri', 'first_page_uri', 'next_page_uri', 'previous_page_uri'])

export interface Prism {
  readonly baseUrl: string
  stop(): Promise<void>
}

/**
 * Prism, which refuses what the description does not allow: as Twilio itself, answering from the description, or before a
 * peer of Twilio's, whose answers must fit the description, too.
 */
export async function startPrism({ before }: { readonly before?: string } = {}): Promise<Prism> {
  const folder = mkdtempSync(join(tmpdir(), 'tieline-prism-'))
  const file = join(folder, 'twilio.json')
  const whole = JSON.parse(readFileSync(description, 'utf8'), (key, value) =>
    pageLinks.has(key) && value?.format === 'uri' ? { ...value, format: undefined } : value,
  )
  const paths = Object.fromEntries(Object.entries(whole.paths).filter(([path]) => used.test(path)))
  writeFileSync(file, JSON.stringify({ ...whole, paths }))

  const port = await freePort()
  const mode = before === undefined ? ['mock', file] : ['proxy', file, before, '--errors']
  const prism = spawn(process.execPath, [prismCli, ...mode, '-h', '127.0.0.1', '-p', String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((resolve, reject) => {
    prism.once('exit', (code) => reject(new Error(`Prism ended with ${code}`)))
    prism.stdout.on('data', (chunk) => String(chunk).includes('is listening') && resolve())
  })
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    async stop() {
      rmSync(folder, { recursive: true, force: true })
      if (prism.exitCode !== null) return
      const ended = new Promise((resolve) => prism.once('exit', resolve))
      prism.kill('SIGKILL')
      await ended
    },
  }
}

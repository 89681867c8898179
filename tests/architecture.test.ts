import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Who may import what: the first row that matches a file holds for it. `own` is the file's own folder in `functions`,
 * names without a slash are packages, everything else is a path from the repository's root.
 */
const importTable: readonly {
  readonly files: RegExp
  readonly may: readonly (string | RegExp)[]
  readonly why: string
}[] = [
  {
    files: /^shared\/domain\//,
    may: [/^shared\/domain\//, 'zod', /^libphonenumber-js/, 'isbot', 'temporal-polyfill'],
    why: 'rules are pure: no I/O, no clock; the packages are data and arithmetic (phones, bots, calendars)',
  },
  {
    files: /^shared\/store\//,
    may: [
      /^shared\/(domain|store)\//,
      '@aws-sdk/client-dynamodb',
      '@aws-sdk/util-dynamodb',
      'node:crypto',
      'node:zlib',
      /^shared\/http\/(idempotency|digest)\.ts$/,
    ],
    why: 'storage knows the domain and its SDK, and keeps what the idempotency guard remembers',
  },
  {
    files: /^shared\/http\//,
    may: [/^shared\/(domain|http|observe)\//, 'hono', 'zod', 'node:crypto', 'node:http'],
    why: 'middleware knows no storage: it is handed ports',
  },
  {
    files: /^shared\/twilio\//,
    may: [
      /^shared\/(domain|http|twilio)\//,
      'shared/observe/observer.ts',
      'hono',
      /^twilio\/lib\//,
      'zod',
      'node:querystring',
    ],
    why: 'never the root import of twilio: it costs every cold start 4.5 MB',
  },
  {
    files: /^shared\/mail\//,
    may: [/^shared\/mail\//, '@aws-sdk/client-ses', 'nodemailer/lib/mail-composer'],
    why: 'mail knows its SDK and nothing else; whoever sends one is handed a mailer',
  },
  {
    files: /^shared\/outgoing\//,
    may: [/^shared\/(domain|outgoing)\//, /^node:(dns|http|https|net|tls)($|\/)/],
    why: 'whoever posts to systems outside goes by this one guarded way',
  },
  {
    files: /^shared\/aws\//,
    may: [/^shared\/(domain|aws)\//, /^@aws-sdk\//, 'shared/twilio/fallback.ts'],
    why: 'each other service of AWS behind a port of ours: one file knows its SDK',
  },
  {
    files: /^shared\/oidc\//,
    may: [/^shared\/oidc\//, 'openid-client'],
    why: 'signing in knows its client and nothing else; it is loaded by the first who signs in',
  },
  {
    files: /^shared\/observe\//,
    may: [/^shared\/(domain|observe)\//, 'shared/http/scrub.ts', /^node:/],
    why: 'who watches knows what it is told, and no platform but by the lines that it writes',
  },
  { files: /^shared\/env\.ts$/, may: ['zod'], why: 'the names of the environment, shared with infra' },
  {
    files: /^shared\/start-function\.ts$/,
    may: ['shared/env.ts', /^shared\/(domain|store|observe|aws)\//],
    why: 'composition: what all handlers begin with',
  },
  {
    files: /^functions\/[^/]+\/(handler|compose(-[a-z]+)*)\.ts$/,
    may: ['own', /^shared\//, /^hono/, /^@aws-sdk\//, 'aws-lambda', 'zod', /^node:/],
    why: 'composition: the one place where a function meets its real parts',
  },
  {
    files: /^functions\/(?:[^/]+\/)+render\.ts$/,
    may: ['own', /^shared\/domain\//, 'zod', /^twilio\/lib\/twiml\//],
    why: 'a decision becomes an answer',
  },
  {
    files: /^functions\/(?:[^/]+\/)+decide\.ts$/,
    may: ['own', /^shared\/domain\//, 'zod'],
    why: 'decisions are pure',
  },
  {
    files: /^functions\/outreach\/mails\//,
    may: ['own', /^shared\/domain\//, /^react($|\/)/, /^react-dom\/server/, '@react-email/components'],
    why: 'templates: what is to be said becomes HTML or plain text',
  },
  {
    files: /^functions\//,
    may: [
      'own',
      /^shared\/(domain|http|twilio)\//,
      'shared/mail/mail.ts',
      'shared/outgoing/post.ts',
      /^shared\/observe\/(observer|clean|console)\.ts$/,
      /^hono/,
      'zod',
      'aws-lambda',
      'node:crypto',
    ],
    why: 'routes and steps know their ports, never the store behind them, never another function',
  },
  {
    files: /^local\//,
    may: [
      /^(local|shared)\//,
      /^functions\/[^/]+\/(compose|operations)\.ts$/,
      /^scripts\/build-(snippet|console)\.ts$/,
      /^node:/,
      /^hono/,
      /^@hono\//,
      /^@aws-sdk\//,
      'zod',
      'mailparser',
      'aws-lambda',
      'jose',
      /^oidc-provider/,
    ],
    why: 'the bridge on one machine mounts what Lambda would run',
  },
  {
    files: /^cli\//,
    may: [
      /^(cli|shared)\//,
      /^functions\/[^/]+\/compose\.ts$/,
      /^local\/(engine|engine-config|create-tables|endpoint-file|feeds|keys|settings|stream-pump)\.ts$/,
      'local/phone/rest-url.ts',
      /^node:/,
      /^@aws-sdk\//,
      'aws-lambda',
      'csv-parse',
      'hyparquet-writer',
      'temporal-polyfill',
    ],
    why: 'the command line speaks to the API, and audits through the very parts that make the views',
  },
  {
    files: /^infra\//,
    may: [
      /^infra\//,
      'shared/env.ts',
      'shared/store/tables.ts',
      /^shared\/http\/(console-pages|edge|session-cookie)\.ts$/,
      /^shared\/domain\/lake-(schema|queries)\.ts$/,
      'shared/observe/metric.ts',
      /^scripts\/build/,
      /^aws-cdk-lib/,
      'constructs',
      'cdk-nag',
      /^node:/,
    ],
    why: 'functions are deployed by path: the names they share with infra are in few files',
  },
  {
    files: /^web\/console\//,
    may: [
      /^web\/console\//,
      // By type alone.
      /^functions\/(?:[^/]+\/)+[^/]*schema\.ts$/,
      /^shared\/http\/[^/]*(answer|schema)\.ts$/,
      /^shared\/domain\//,
      // The check digit, told while a code is typed: pure, and the same as the bridge's.
      'shared/domain/code.ts',
      'zod',
      /^react/,
      /^@tanstack\//,
      'wouter',
      'lucide-react',
      /^echarts\//,
      /^@fontsource/,
      /^vite$/,
    ],
    why: 'the console knows the API by its schemas’ types, and nothing behind it',
  },
  {
    files: /^web\/snippet\/ids\//,
    may: [/^web\/snippet\//, 'shared/domain/conversion/browser-ids.ts'],
    why: 'what a page tells is spelled as the bridge takes it: patterns alone, and not in t.js',
  },
  { files: /^web\/snippet\//, may: [/^web\/snippet\//], why: 't.js has no dependency' },
]

function filesBelow(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
}
const files = ['shared', 'functions', 'local', 'cli', 'infra', 'web'].flatMap(filesBelow)

function importsOf(file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8')
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s+'([^']+)'|import\('([^']+)'\)|(?:^|\n)import '([^']+)'/g,
  )
  return [...found].map(([, from, dynamic, bare]) => {
    const specifier = (from ?? dynamic ?? bare) as string
    return specifier.startsWith('.') ? path.join(path.dirname(file), specifier) : specifier
  })
}

const packageOf = (specifier: string) => specifier.replace(/^(zod|hono)\/.*/, '$1')

function isAllowed(file: string, specifier: string): boolean {
  const row = importTable.find(({ files: matches }) => matches.test(file))
  if (!row) return false
  const own = /^functions\/[^/]+\//.exec(file)?.[0]
  return row.may.some((allowed) => {
    if (allowed === 'own') return own !== undefined && specifier.startsWith(own)
    return typeof allowed === 'string'
      ? specifier === allowed || packageOf(specifier) === allowed
      : allowed.test(specifier)
  })
}

describe('the architecture', () => {
  it('has a row for every file, and files for every row', () => {
    expect(files.filter((file) => !importTable.some((row) => row.files.test(file)))).toEqual([])
    expect(
      importTable.filter((row) => !files.some((file) => row.files.test(file))).map(({ why }) => why),
    ).toEqual([])
    expect(files.length).toBeGreaterThan(80)
  })

  it.each(files)('%s imports only what the table allows', (file) => {
    expect(importsOf(file).filter((specifier) => !isAllowed(file, specifier))).toEqual([])
  })

  it('reads the environment only where a program is composed', () => {
    const readers = files.filter((file) =>
      readFileSync(path.join(root, file), 'utf8').includes('process.env'),
    )
    expect(
      readers.filter(
        (file) =>
          !/^functions\/[^/]+\/handler\.ts$|^shared\/start-function\.ts$|^(local|cli)\/main\.ts$|^infra\/app\.ts$/.test(
            file,
          ),
      ),
    ).toEqual([])
  })

  it('keeps clock and chance out of the rules and the routes', () => {
    const pure = files.filter((file) => /^shared\/(domain|http|twilio)\/|^functions\//.test(file))
    const impure = pure.filter((file) => {
      // The text of a script is run in a browser, by the visitor's clock.
      if (/\/(handler|compose(-[a-z]+)*|embed-script)\.ts$/.test(file)) return false
      return /Date\.now\(\)|new Date\(\)|Math\.random/.test(readFileSync(path.join(root, file), 'utf8'))
    })
    expect(impure).toEqual([])
  })

  it('finds what it looks for', () => {
    expect(importsOf('functions/attribution/handler.ts')).toContain('functions/attribution/compose.ts')
    expect(isAllowed('functions/session/app.ts', 'shared/store/table.ts')).toBe(false)
    expect(isAllowed('functions/session/app.ts', 'functions/admin/app.ts')).toBe(false)
    expect(isAllowed('shared/twilio/signature.ts', 'twilio')).toBe(false)
    expect(isAllowed('shared/domain/call.ts', 'shared/store/keys.ts')).toBe(false)
  })
})

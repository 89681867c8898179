import { readFileSync, writeFileSync } from 'node:fs'
import { parse } from 'yaml'
import * as z from 'zod/mini'
import { brandLabelOf } from '../shared/domain/host.ts'

/**
 * Compiles the lists of `shared/domain/data/raw` into `shared/domain/data/services.ts`: text, because a bundle carries
 * text in a third of the space of a literal table. Run it after every change of a list; a test compares the two.
 */
export const rawFolder = new URL('../shared/domain/data/raw/', import.meta.url)
export const compiledFile = new URL('../shared/domain/data/services.ts', import.meta.url)

const hostsByBrand = z.record(z.string(), z.array(z.string()))
const words = z.record(z.string(), z.string())
const additionsSchema = z.object({
  hosts: z.record(z.string(), hostsByBrand),
  names: z.record(z.string(), z.array(z.coerce.string())),
  aliases: words,
  ads: words,
  adNames: words,
  apps: words,
  drop: z.array(z.string()),
})
const searchEnginesSchema = z.record(z.string(), z.array(z.object({ urls: z.array(z.string()) })))

const read = (name: string) => readFileSync(new URL(name, rawFolder), 'utf8')

interface Entry {
  readonly host: string
  readonly category: string
  /** Undefined: the name that the host itself carries. */
  readonly brand?: string | undefined
}

/** `Google Images` and `Yahoo! Japan` are one engine's parts; the reports name the engine. */
const engineOf = (name: string): string => {
  const plain = name.toLowerCase().replace(/ \(.*\)$/, '')
  const whole = /^(google|bing|yahoo|yandex|auone|biglobe|nifty|seznam|gigablast|perplexity)\b/.exec(plain)
  return whole?.[1] ?? plain
}

/** Matomo's `{}` behind a name: any country. `.com` stands beside it in Matomo's lists; in ours it is included. */
const withDotCom = (host: string) => (host.endsWith('.{}') ? [host, host.replace('.{}', '.com')] : [host])

function entries(): Entry[] {
  const additions = additionsSchema.parse(parse(read('additions.yml')))
  const ours: Entry[] = Object.entries(additions.hosts).flatMap(([category, brands]) =>
    Object.entries(brands).flatMap(([brand, hosts]) =>
      hosts.flatMap(withDotCom).map((host) => ({ host, category, brand: brand === '-' ? undefined : brand })),
    ),
  )
  const assistants = Object.entries(hostsByBrand.parse(parse(read('AIAssistants.yml')))).flatMap(
    ([name, hosts]) => hosts.map((host) => ({ host, category: 'ai', brand: name.toLowerCase() })),
  )
  const ga4 = ga4Rows()
    .filter(({ source }) => source.includes('.'))
    .map(({ source, category }): Entry => ({ host: source, category }))
  const socials = Object.entries(hostsByBrand.parse(parse(read('Socials.yml')))).flatMap(([name, hosts]) =>
    hosts
      // Matomo lists Android packages among the hosts; ours stand under `apps`.
      .filter((host) => !/^(com|org)\./.test(host) && host !== 'linkedin.android')
      .map((host) => ({ host, category: 'social', brand: decodeURIComponent(name).toLowerCase() })),
  )
  const engines = Object.entries(searchEnginesSchema.parse(parse(read('SearchEngines.yml')))).flatMap(
    ([name, groups]) =>
      groups
        .flatMap(({ urls }) => urls)
        .filter((url) => !/^(com\.|android-app)/.test(url) && !url.includes('.{}.'))
        .map((url) => ({ host: url, category: 'search', brand: engineOf(name) })),
  )
  const dropped = new Set(additions.drop)
  const known = new Map<string, Entry>()
  for (const entry of [...ours, ...assistants, ...ga4, ...socials, ...engines]) {
    const host = entry.host.replace(/^www\./, '').replace(/\/$/, '')
    const mayStay = !dropped.has(host) || ours.includes(entry)
    const first = known.get(host)
    if (first !== undefined) {
      // GA4 names no brands; a later list that agrees on the category may.
      if (first.brand === undefined && first.category === entry.category)
        known.set(host, { ...first, brand: entry.brand })
    } else if (mayStay) known.set(host, { ...entry, host })
  }
  return [...known.values()].filter((entry) => !isCovered(entry, known))
}

/** `google.com/imgres` says nothing that `google.com` does not, nor `ar.pinterest.com` beside `pinterest.com`. */
function isCovered(entry: Entry, known: ReadonlyMap<string, Entry>): boolean {
  const [host = '', path] = entry.host.split('/')
  const parents =
    path !== undefined
      ? [host]
      : entry.category === 'search'
        ? []
        : host.split('.').map((_, i, all) => all.slice(i + 1).join('.'))
  return parents.some((parent) => known.get(parent)?.category === entry.category)
}

function ga4Rows() {
  return read('ga4_source_categories.csv')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => {
      const comma = line.lastIndexOf(',')
      return {
        source: line.slice(0, comma).toLowerCase(),
        category: line
          .slice(comma + 1)
          .replace('SOURCE_CATEGORY_', '')
          .toLowerCase(),
      }
    })
}

const nameKey = (name: string) =>
  name
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim()
const pairs = (record: Record<string, string>) =>
  Object.entries(record)
    .map(([key, value]) => `${key}=${value}`)
    .join('|')

export function compileSourceLists(): string {
  const additions = additionsSchema.parse(parse(read('additions.yml')))
  const hosts: Record<string, Map<string, string[]>> = {}
  for (const { host, category, brand } of entries()) {
    const plain =
      host
        .split('/')[0]
        ?.replace(/^\{\}\./, '')
        .replace(/\.\{\}$/, '.com') ?? ''
    const key = brand === undefined || brand === brandLabelOf(plain) ? '' : brand
    hosts[category] ??= new Map()
    hosts[category].set(key, [...(hosts[category].get(key) ?? []), host.replace('{}', '*')])
  }
  const names: Record<string, Set<string>> = {}
  const addName = (category: string, name: string) => {
    names[category] ??= new Set()
    names[category].add(nameKey(name))
  }
  for (const [category, list] of Object.entries(additions.names))
    for (const name of list) addName(category, name)
  const taken = new Set(Object.values(names).flatMap((list) => [...list]))
  for (const { source, category } of ga4Rows())
    if (!source.includes('.') && !taken.has(nameKey(source))) addName(category, source)

  const lines = [
    '// Compiled by scripts/compile-source-lists.ts from ./raw: edit the lists there, not here.',
    'export const services = {',
    '  // category: brand=host,host|brand=host (no brand: the name in the host itself); * is any country',
    '  hosts: {',
    ...Object.entries(hosts).map(
      ([category, brands]) =>
        `    ${category}: ${JSON.stringify([...brands].map(([brand, list]) => `${brand}=${list.join(',')}`).join('|'))},`,
    ),
    '  },',
    '  names: {',
    ...Object.entries(names).map(
      ([category, list]) => `    ${category}: ${JSON.stringify([...list].join('|'))},`,
    ),
    '  },',
    `  aliases: ${JSON.stringify(pairs(additions.aliases))},`,
    `  ads: ${JSON.stringify(pairs(additions.ads))},`,
    `  adNames: ${JSON.stringify(pairs(additions.adNames))},`,
    `  apps: ${JSON.stringify(pairs(additions.apps))},`,
    '} as const',
    '',
  ]
  return lines.join('\n')
}

if (process.argv[1] === new URL(import.meta.url).pathname) writeFileSync(compiledFile, compileSourceLists())

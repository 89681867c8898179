import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Context, Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import { buildConsole } from '../scripts/build-console.ts'
import {
  assetCacheControl,
  consolePages,
  contentSecurityPolicy,
  documentCacheControl,
  referrerPolicy,
  signInPath,
} from '../shared/http/console-pages.ts'
import { sessionCookie } from '../shared/http/session-cookie.ts'

let folder: Promise<string> | undefined

/** The built console; what was built from the same sources before serves again. */
export function consoleFolder(): Promise<string> {
  folder ??= buildConsole()
  return folder
}

const pages = ['/', ...consolePages.map((page) => `/${page}/*`)]

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
}

/** Serves the console at `/` and below: one document for all of its pages, and files whose names change with their content. */
export function mountConsole(app: Hono): void {
  const send = async (context: Context, name: string, headers: Record<string, string>) => {
    const file = path.join(await consoleFolder(), name)
    const body = await readFile(file).catch(() => undefined)
    if (!body) return context.notFound()
    return context.body(new Uint8Array(body), 200, {
      'content-type': types[path.extname(file)] ?? 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      ...headers,
    })
  }

  app.get('/assets/:name', (context) => {
    const name = context.req.param('name')
    return /^[\w.-]+$/.test(name) && !name.startsWith('.')
      ? send(context, `assets/${name}`, { 'cache-control': assetCacheControl })
      : context.notFound()
  })

  app.on('GET', pages, (context) => {
    if (getCookie(context, sessionCookie) === undefined) {
      const { pathname, search } = new URL(context.req.url)
      return Promise.resolve(context.redirect(`${signInPath}?to=${encodeURIComponent(pathname + search)}`))
    }
    return send(context, 'index.html', {
      'cache-control': documentCacheControl,
      'content-security-policy': contentSecurityPolicy,
      'referrer-policy': referrerPolicy,
    })
  })
}

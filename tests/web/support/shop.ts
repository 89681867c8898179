import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname } from 'node:path'

const pages = new URL('../../fixtures/shop/', import.meta.url)
const mediaTypes: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.css': 'text/css' }

export interface Served {
  readonly origin: string
  close(): Promise<void>
}

/** Listens on a free port of the loopback interface. */
export async function listen(server: Server): Promise<Served> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/**
 * Serves the shop of a maker of sash windows; its number is 020 7946 0000.
 * @param head what stands in the head of each page: the snippet's tag
 */
export function serveShop(head: () => string): Promise<Served> {
  return listen(
    createServer(async (request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://shop')
      if (pathname === '/favicon.ico') return void response.writeHead(204).end()
      const file = extname(pathname) ? pathname.slice(1) : 'index.html'
      try {
        const text = await readFile(new URL(file, pages), 'utf8')
        response.setHeader('content-type', mediaTypes[extname(file)] ?? 'text/plain')
        response.end(text.replace('<!-- snippet -->', head))
      } catch {
        response.writeHead(404).end()
      }
    }),
  )
}

import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { type Bridge, createBridge } from './bridge.ts'
import { consoleFolder } from './console-files.ts'
import { readSettings } from './settings.ts'

/** Ctrl-C is answered within five seconds, whatever hangs. */
const stopLimitMilliseconds = 4000

/**
 * A connection that is kept open is asked again sooner than this, by browsers and programs alike: Node's own five
 * seconds end it just as a busy caller sends its next question, which then breaks.
 */
const keepAliveMilliseconds = 75_000

/** A caller waits for the start rather than hear an apology; Twilio gives up after 15 s. */
const callStartLimitMilliseconds = 10_000
const isOfACall = (request: Request) => /^\/(twilio|fallback)\//.test(new URL(request.url).pathname)

function fail(reason: string): never {
  console.error(`tieline: ${reason}`)
  process.exit(1)
}

const listening = (fetch: Bridge['app']['fetch'], port: number) =>
  new Promise<{ server: Server; port: number }>((resolve, reject) => {
    const serverOptions = { keepAliveTimeout: keepAliveMilliseconds }
    const server = serve({ fetch, port, serverOptions }, (address) =>
      resolve({ server, port: address.port }),
    ) as Server
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${port} is in use: stop what runs there, or set PORT to another`)
          : error,
      ),
    )
  })

async function main(): Promise<void> {
  // The SDK would announce the end of its support for Node 20 in ten lines at every start.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
  const settings = readSettings(process.env)
  // The port is taken before anything is started or written: a port in use leaves nothing behind.
  let app: Bridge['app'] | undefined
  let isReady = () => {}
  const ready = new Promise<void>((resolve) => {
    isReady = resolve
  })
  const { server, port } = await listening(async (request, ...rest) => {
    if (!app && isOfACall(request)) {
      const limit = new Promise((resolve) => setTimeout(resolve, callStartLimitMilliseconds).unref())
      await Promise.race([ready, limit])
    }
    return app
      ? app.fetch(request, ...rest)
      : new Response('starting', { status: 503, headers: { 'retry-after': '1' } })
  }, settings.PORT)
  const url = `http://localhost:${port}`
  const publicBaseUrl = settings.PUBLIC_BASE_URL?.replace(/\/$/, '') ?? url

  let bridge: Bridge | undefined
  let isStopping = false
  async function stop(code: number): Promise<void> {
    if (isStopping) return
    isStopping = true
    setTimeout(() => process.exit(code), stopLimitMilliseconds).unref()
    server.close()
    server.closeIdleConnections()
    await bridge?.stop()
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0))

  const building = consoleFolder()
  // A failure is told where it is awaited.
  building.catch(() => {})
  bridge = await createBridge(settings, publicBaseUrl, url)
  await building
  app = bridge.app
  isReady()

  const { operatorKey, secretKey } = bridge.made
  if (secretKey) console.log(`Secret key of the local account, shown only now: ${secretKey}`)
  if (operatorKey) console.log(`Operator key, shown only now:                  ${operatorKey}`)
  console.log(`Tieline ready at ${url}`)
  bridge.begin()
}

await main().catch((error: Error) => fail(error.message))

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Recordings of Twilio's on loopback: heard, whole or in part, listed and deleted, failing as they are told. */
export async function startTinyRecordings() {
  const sounds = new Map<string, Buffer>()
  /** By the recording that they are of. */
  const transcriptions = new Map<string, string>()
  const requests: {
    readonly line: string
    readonly authorization: string | undefined
    readonly range: string | undefined
  }[] = []
  let failing: number | undefined
  let hold: ((response: ServerResponse, sound: Buffer) => void) | undefined

  function tell(request: IncomingMessage, response: ServerResponse) {
    if (failing !== undefined) return response.writeHead(failing).end('{}')
    const path = new URL(request.url ?? '', 'http://twilio').pathname
    const [, resource, sid = '', list] =
      /\/Accounts\/AC0+\/(Recordings|Transcriptions)\/(\w+)(?:\.\w+|(\/Transcriptions\.json))$/.exec(path) ??
      []
    const isDeleting = request.method === 'DELETE'
    if (resource === 'Transcriptions') {
      const entry = [...transcriptions].find(([, transcription]) => transcription === sid)
      if (!entry || !isDeleting) return response.writeHead(404).end('{}')
      transcriptions.delete(entry[0])
      return response.writeHead(204).end()
    }
    const sound = sounds.get(sid)
    if (!sound) return response.writeHead(404).end('{}')
    if (list) {
      const transcription = transcriptions.get(sid)
      response.writeHead(200, { 'content-type': 'application/json' })
      return response.end(JSON.stringify({ transcriptions: transcription ? [{ sid: transcription }] : [] }))
    }
    if (isDeleting) {
      sounds.delete(sid)
      return response.writeHead(204).end()
    }
    const type = path.endsWith('.wav') ? 'audio/x-wav' : 'audio/mpeg'
    if (hold) {
      response.writeHead(200, { 'content-type': type, 'content-length': sound.length })
      return hold(response, sound)
    }
    const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '') ?? []
    if (first === undefined) {
      response.writeHead(200, { 'content-type': type, 'content-length': sound.length, etag: '"it"' })
      return response.end(sound)
    }
    const from = first === '' ? sound.length - Number(last) : Number(first)
    const to = first === '' || last === '' ? sound.length - 1 : Math.min(Number(last), sound.length - 1)
    if (from > to) return response.writeHead(416, { 'content-range': `bytes */${sound.length}` }).end()
    response.writeHead(206, {
      'content-type': type,
      'content-length': to + 1 - from,
      'content-range': `bytes ${from}-${to}/${sound.length}`,
    })
    return response.end(sound.subarray(from, to + 1))
  }

  const server = createServer((request, response) => {
    const { authorization, range } = request.headers
    requests.push({
      line: `${request.method} ${request.url?.replace(/^.*\/AC0+\//, '')}`,
      authorization,
      range,
    })
    tell(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sounds,
    transcriptions,
    requests,
    /** Every request is answered by this status; `undefined`: as it should be. */
    failWith(status: number | undefined) {
      failing = status
    },
    /** Sound is sent by the test, piece by piece. */
    holdSound(next: typeof hold) {
      hold = next
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

import { connect, type Socket } from 'node:net'

export interface WireAnswer {
  readonly status: number
  readonly body: string
}
type Ask = (headers: string, body: string) => Promise<WireAnswer | undefined>

/** What is being asked over a connection at the moment. */
interface Asked {
  readonly answer: (answer: WireAnswer | undefined) => void
  readonly fail: (error: Error) => void
  /** Somebody asked over it before: the engine may have closed it since. */
  readonly isReused: boolean
}

const wires = new Map<string, Ask>()
/** Connections are shared by all that ask this engine. */
export function wireTo(endpoint: string): Ask {
  const wire = wires.get(endpoint) ?? openWire(endpoint)
  wires.set(endpoint, wire)
  return wire
}

/**
 * Posts to the engine over connections that are kept, one request at a time on each: HTTP/1.1 with just what the engine
 * speaks of it. (`node:http` takes longer for each request than the engine does.)
 * @returns what posts these header lines (each ends with CRLF) and this body; gives `undefined` if a connection that was
 * idle had been closed before the engine heard it
 */
function openWire(endpoint: string): Ask {
  const { hostname, port, host } = new URL(endpoint)
  const idle: Socket[] = []
  const asked = new Map<Socket, Asked>()

  function open(): Socket {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true })
    let received: Buffer[] = []
    let missing = 0
    socket.on('data', (chunk: Buffer) => {
      received.push(chunk)
      missing -= chunk.length
      if (missing > 0) return
      const whole = received.length === 1 ? chunk : Buffer.concat(received)
      const answer = answerIn(whole)
      if ('missing' in answer) {
        received = [whole]
        missing = answer.missing
        return
      }
      received = []
      const current = asked.get(socket)
      asked.delete(socket)
      socket.unref()
      idle.push(socket)
      current?.answer(answer)
    })
    let reason: Error | undefined
    socket.on('error', (error) => {
      reason = error
    })
    socket.on('close', () => {
      const at = idle.indexOf(socket)
      if (at >= 0) idle.splice(at, 1)
      const current = asked.get(socket)
      asked.delete(socket)
      if (current?.isReused && received.length === 0) current.answer(undefined)
      else current?.fail(reason ?? new Error('the engine closed the connection before it had answered'))
    })
    return socket
  }

  return (headers, body) =>
    new Promise((answer, fail) => {
      const kept = idle.pop()
      const socket = kept ?? open()
      socket.ref()
      asked.set(socket, { answer, fail, isReused: kept !== undefined })
      const length = Buffer.byteLength(body)
      socket.write(`POST / HTTP/1.1\r\nhost: ${host}\r\n${headers}content-length: ${length}\r\n\r\n${body}`)
    })
}

const endOfHead = '\r\n\r\n'
/**
 * @returns the answer, or how many bytes of it are `missing` at least
 * @throws an Error if its length is not told
 */
function answerIn(received: Buffer): WireAnswer | { readonly missing: number } {
  const end = received.indexOf(endOfHead)
  if (end < 0) return { missing: 1 }
  const head = received.toString('latin1', 0, end)
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length === undefined) throw new Error(`the engine does not say how long its answer is: ${head}`)
  const start = end + endOfHead.length
  const missing = start + Number(length) - received.length
  if (missing > 0) return { missing }
  return {
    status: Number(head.slice('HTTP/1.1 '.length).slice(0, 3)),
    body: received.toString('utf8', start),
  }
}

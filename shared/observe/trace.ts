import { randomBytes } from 'node:crypto'

/** Where the present invocation stands in its trace, as Lambda's `_X_AMZN_TRACE_ID` says. */
export interface TraceHeader {
  readonly root: string
  readonly parent: string
  readonly isSampled: boolean
}

export function traceHeaderOf(header: string | undefined): TraceHeader | undefined {
  const parts = new Map((header ?? '').split(';').map((part) => part.split('=', 2) as [string, string]))
  const root = parts.get('Root')
  if (root === undefined) return undefined
  return { root, parent: parts.get('Parent') ?? '', isSampled: parts.get('Sampled') === '1' }
}

/** By what traces are found: `annotation.callSid = "CA…"` gives those of a call's webhooks, its stream records and its join. */
export type Annotations = Readonly<Record<string, string>>

/** A batch joins many contacts: so many of them can be found. */
const mostSubsegments = 20

/**
 * What was done, as X-Ray's daemon takes it: one datagram for each set of annotations.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html
 */
export const subsegments = (
  { root, parent }: TraceHeader,
  name: string,
  annotated: readonly Annotations[],
  { began, ended }: { readonly began: number; readonly ended: number },
  newId: () => string = () => randomBytes(8).toString('hex'),
): string[] =>
  annotated.slice(0, mostSubsegments).map((annotations) =>
    [
      '{"format":"json","version":1}',
      JSON.stringify({
        name,
        id: newId(),
        type: 'subsegment',
        trace_id: root,
        parent_id: parent,
        start_time: began / 1000,
        end_time: ended / 1000,
        annotations,
      }),
    ].join('\n'),
  )

/** Milliseconds; the daemon is on the same machine, and nobody waits for a trace. */
const patienceMilliseconds = 50

/**
 * Hands datagrams to X-Ray's daemon before Lambda stops the process; what it does not take is let go.
 * @param address `169.254.100.1:2000`
 */
export async function sendToDaemon(address: string, datagrams: readonly string[]): Promise<void> {
  const { createSocket } = await import('node:dgram')
  const [host = '', port = '2000'] = address.split(':')
  const socket = createSocket('udp4')
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, patienceMilliseconds)
    let left = datagrams.length
    const done = () => {
      left -= 1
      if (left > 0) return
      clearTimeout(timer)
      resolve()
    }
    socket.on('error', done)
    for (const datagram of datagrams) socket.send(datagram, Number(port), host, done)
  })
  socket.close()
}

import { signedForm } from './twilio-signing.ts'

export interface LoadTarget {
  /** The origin that is asked, which is the public one too. */
  readonly url: string
  readonly authToken: string
  readonly number: string
  /** What every caller's TwiML must ring. */
  readonly businessPhone: string
}

export interface LoadFigures {
  readonly callSids: readonly string[]
  /** Callers whose answer was TwiML that rings the business. */
  connected: number
  worstWaitMilliseconds: number
  /** Callbacks that were answered with a 2xx. */
  acknowledged: string[]
  readonly failures: string[]
}

/**
 * Calls at a steady rate for a bounded time, each with its voice webhook, the end of its dial and a last status: new calls
 * come whether or not the others were answered, as they do.
 */
export async function loadCalls(
  { url, authToken, number, businessPhone }: LoadTarget,
  { perSecond, seconds, prefix }: { perSecond: number; seconds: number; prefix: string },
): Promise<LoadFigures> {
  const figures: LoadFigures & { callSids: string[] } = {
    callSids: [],
    connected: 0,
    worstWaitMilliseconds: 0,
    acknowledged: [],
    failures: [],
  }
  const post = async (target: string, fields: Record<string, string>) => {
    const began = performance.now()
    const answer = await fetch(`${url}${target}`, signedForm(`${url}${target}`, fields, authToken))
    const body = await answer.text()
    figures.worstWaitMilliseconds = Math.max(figures.worstWaitMilliseconds, performance.now() - began)
    return { status: answer.status, body }
  }

  async function call(index: number): Promise<void> {
    const CallSid = `${prefix}${String(index).padStart(6, '0')}`
    figures.callSids.push(CallSid)
    const fields = { CallSid, From: `+4477009${String(index % 100_000).padStart(5, '0')}`, To: number }
    try {
      const voice = await post('/twilio/voice', fields)
      if (voice.status === 200 && voice.body.includes(`>${businessPhone}</Number>`)) figures.connected += 1
      else figures.failures.push(`voice ${voice.status} ${voice.body}`)

      const action = /action="([^"]+)"/.exec(voice.body)?.[1]?.replaceAll('&amp;', '&') ?? ''
      const dialTarget = action.slice(url.length).split('#')[0] ?? ''
      const dial = await post(dialTarget, {
        ...fields,
        DialCallStatus: 'completed',
        DialCallSid: `${CallSid}leg`,
        DialCallDuration: '61',
      })
      if (dial.status !== 200 || !dial.body.startsWith('<?xml'))
        figures.failures.push(`dial ${dial.status} ${dial.body}`)

      const status = await post('/twilio/voice/status', {
        ...fields,
        CallStatus: 'completed',
        CallDuration: '75',
        SequenceNumber: '0',
      })
      if (status.status === 204) figures.acknowledged.push(CallSid)
      else figures.failures.push(`status ${status.status} ${status.body}`)
    } catch (error) {
      figures.failures.push(`${CallSid}: ${String((error as Error).cause ?? error)}`)
    }
  }

  const calls: Promise<void>[] = []
  const began = performance.now()
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const due = began + (index * 1000) / perSecond
    const early = due - performance.now()
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early))
    calls.push(call(index))
  }
  await Promise.all(calls)
  return figures
}

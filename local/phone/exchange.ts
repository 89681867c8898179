import { wantedSettings } from '../../shared/twilio/number-settings.ts'
import { type CallView, type PhoneCall, placeCall } from './call.ts'
import { createCarrier, type Faults, type LoggedRequest, noFaults } from './carrier.ts'
import { createNumberDesk } from './number-desk.ts'
import { createRecordingShelf } from './recording-shelf.ts'
import { createTextExchange } from './texts.ts'

/** A tracking number to choose from. */
export interface OwnNumber {
  readonly number: string
  readonly label: string
}

export interface ExchangeDeps {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  readonly accountSid: string
  readonly authToken: string
  /** What Twilio was told to call. */
  readonly publicBaseUrl: string
  /** Of the local peer of Twilio's REST API. */
  readonly restUrl: string
  readonly numbers: () => Promise<readonly OwnNumber[]>
  readonly now: () => number
  readonly newToken: () => string
  readonly newSid: (prefix: string) => string
}

const mostLogged = 200
const mostCalls = 20
const tickMilliseconds = 250

/** The telephone network of one machine: its calls, its texts, and the log of what it asked the bridge. */
export function createExchange(deps: ExchangeDeps) {
  const { accountSid, publicBaseUrl, restUrl, numbers, now, newSid } = deps
  const log: LoggedRequest[] = []
  const calls = new Map<string, PhoneCall>()
  const troubles: string[] = []
  let faults: Faults = noFaults
  let timer: NodeJS.Timeout | undefined

  const carrierDeps = {
    ...deps,
    faults: () => faults,
    log(request: LoggedRequest) {
      log.push(request)
      log.splice(0, log.length - mostLogged)
    },
  }
  const settingsOf = (number: string) => wantedSettings(number, publicBaseUrl)
  const isOwnNumber = async (wanted: string) => (await numbers()).some(({ number }) => number === wanted)
  const texts = createTextExchange({
    carrier: createCarrier(carrierDeps),
    accountSid,
    smsUrl: settingsOf('').SmsUrl,
    now,
    newSid,
    isOwnNumber,
    trouble: (text) => void troubles.push(text),
  })
  const recordings = createRecordingShelf()
  const last = () => [...calls.values()].at(-1)

  /** The clock of calls runs while one is on the line, and as long as late callbacks may be on their way. */
  const restlessMilliseconds = 10 * 60_000
  const isQuiet = (call: PhoneCall) => {
    const { endedAt } = call.view()
    return endedAt !== undefined && now() - endedAt > restlessMilliseconds
  }
  function keepTime() {
    timer ??= setInterval(() => {
      for (const call of calls.values()) void call.tick().catch((error) => troubles.push(String(error)))
      if ([...calls.values()].every(isQuiet)) stop()
    }, tickMilliseconds).unref()
  }
  function stop() {
    clearInterval(timer)
    timer = undefined
  }

  return {
    texts,
    desk: createNumberDesk({ numbers, now }),
    numbers,
    recordings,
    log: (): readonly LoggedRequest[] => log,
    troubles: (): readonly string[] => troubles,
    faults: () => faults,
    setFaults(next: Faults) {
      faults = next
    },
    calls: (): readonly CallView[] => [...calls.values()].map((call) => call.view()),
    current: (): CallView | undefined => last()?.view(),
    find: (callSid: string): PhoneCall | undefined => calls.get(callSid),

    /** One caller sits at this machine: a new call ends the one before. */
    async place(from: string, to: string): Promise<PhoneCall> {
      await last()?.hangUp()
      const settings = settingsOf(to)
      const call = await placeCall(
        {
          ...carrierDeps,
          shelve: recordings.put,
          recordingUrl: (sid) => `${restUrl}/2010-04-01/Accounts/${accountSid}/Recordings/${sid}`,
        },
        {
          from,
          to,
          number: { voiceUrl: settings.VoiceUrl, statusCallback: settings.StatusCallback },
        },
      )
      calls.set(call.callSid, call)
      const [oldest] = calls.keys()
      if (calls.size > mostCalls && oldest !== undefined) calls.delete(oldest)
      keepTime()
      return call
    },
    async deliverLate() {
      await Promise.all([...calls.values()].map((call) => call.deliverLate()))
    },
    stop,
  }
}
export type Exchange = ReturnType<typeof createExchange>

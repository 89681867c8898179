import type { Message } from './call.ts'
import type { Carrier } from './carrier.ts'
import type { Verb } from './grammar.ts'
import type { Heard, Leg } from './leg.ts'
import { type Recording, recordingTeller } from './recording.ts'
import type { Fields } from './sign.ts'

export interface CallRecorderDeps {
  readonly carrier: Carrier
  readonly leg: Leg
  readonly accountSid: string
  readonly callSid: string
  readonly now: () => number
  readonly newSid: (prefix: string) => string
  readonly recordingUrl: (sid: string) => string
  readonly hear: (heard: Heard) => void
  /** Where Twilio would keep them. */
  readonly shelve?: ((recording: Recording) => void) | undefined
}

/** Twilio's: https://www.twilio.com/docs/voice/twiml/record#attributes-maxlength */
const usualLongestSeconds = 3600

/** What of one call is recorded: a message by `<Record>`, a talk by `<Dial record="…">`. */
export function createCallRecorder(deps: CallRecorderDeps) {
  const { carrier, leg, accountSid, callSid, now, newSid, recordingUrl, hear, shelve } = deps
  const recordings: Recording[] = []
  let message: { readonly verb: Verb<'Record'>; readonly tape: Tape } | undefined
  let talk: Tape | undefined

  function startTape(verb: Verb<'Record' | 'Dial'>) {
    const sid = newSid('RE')
    const startedAt = now()
    const channels = verb.verb === 'Dial' && verb.attributes.record?.endsWith('-dual') ? 2 : 1
    const source = verb.verb === 'Dial' ? 'DialVerb' : 'RecordVerb'
    const url = recordingUrl(sid)
    const { resolve } = leg
    const about = { carrier, accountSid, callSid, sid, url, source, channels, startedAt, resolve } as const
    const tell = recordingTeller(verb.attributes, about)
    tell('in-progress')
    return { sid, url, startedAt, tell }
  }
  type Tape = ReturnType<typeof startTape>

  function keep({ sid, url, tell }: Tape, seconds: number, text: string, transcriptionSid?: string): Fields {
    const recording = { sid, url, seconds, text, transcriptionSid }
    recordings.push(recording)
    // Kept before it is told of: whoever hears of it may ask for it at once.
    shelve?.(recording)
    tell('completed', seconds)
    return { RecordingDuration: String(seconds), RecordingSid: sid, RecordingUrl: url }
  }

  async function end({ text, seconds, endsBy }: Message): Promise<void> {
    if (!message) return
    const { verb, tape } = message
    message = undefined
    const { action, method, finishOnKey = '1234567890*#', maxLength = usualLongestSeconds } = verb.attributes
    if (endsBy === 'silence' && text === '') {
      tape.tell('absent')
      return leg.goOn()
    }
    const elapsed = Math.max(1, Math.round((now() - tape.startedAt) / 1000))
    const transcriptionSid = isTranscribed(verb) ? newSid('TR') : undefined
    const recorded = keep(tape, Math.min(seconds || elapsed, maxLength), text, transcriptionSid)
    if (text !== '') hear({ at: now(), leg: callSid, kind: 'speech', text })
    if (transcriptionSid !== undefined) transcribe(verb, transcriptionSid, recorded, text)
    const Digits = endsBy === 'hangup' ? 'hangup' : endsBy === 'key' ? finishOnKey.slice(-1) : ''
    await leg.load('record action', leg.resolve(action), { Digits, ...recorded }, method)
  }

  /** https://www.twilio.com/docs/voice/twiml/record#attributes-transcribe: of messages of 2 to 120 seconds */
  const isTranscribed = ({ attributes }: Verb<'Record'>) =>
    attributes.transcribeCallback !== undefined && attributes.transcribe !== false
  function transcribe({ attributes }: Verb<'Record'>, sid: string, recorded: Fields, text: string) {
    carrier.tell({
      what: 'transcription',
      url: leg.resolve(attributes.transcribeCallback),
      fields: {
        AccountSid: accountSid,
        CallSid: callSid,
        RecordingSid: recorded.RecordingSid ?? '',
        RecordingUrl: recorded.RecordingUrl ?? '',
        TranscriptionSid: sid,
        TranscriptionStatus: text === '' ? 'failed' : 'completed',
        TranscriptionText: text,
        TranscriptionType: 'fast',
      },
    })
  }

  return {
    recordings: (): readonly Recording[] => recordings,
    isRecording: () => message !== undefined,
    begin(verb: Verb<'Record'>) {
      message = { verb, tape: startTape(verb) }
      if (verb.attributes.playBeep !== false) hear({ at: now(), leg: callSid, kind: 'beep', text: 'beep' })
    },
    end,
    beginDial(verb: Verb<'Dial'>) {
      const { record = 'do-not-record' } = verb.attributes
      if (record !== 'do-not-record') talk = startTape(verb)
    },
    /** @returns what the `<Dial>`'s action is told of the recording */
    endDial(): Fields {
      if (!talk) return {}
      const tape = talk
      talk = undefined
      return keep(tape, Math.round((now() - tape.startedAt) / 1000), '')
    },
    async tick() {
      if (!message) return
      const { maxLength = usualLongestSeconds } = message.verb.attributes
      const seconds = (now() - message.tape.startedAt) / 1000
      if (seconds >= maxLength) await end({ text: '', seconds: maxLength, endsBy: 'key' })
    },
  }
}

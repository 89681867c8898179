import { parseTwiml, type TwimlNode } from './twiml.ts'

/**
 * What Twilio documents of the verbs and nouns that are emitted: which stand inside which, and their attributes
 * (https://www.twilio.com/docs/voice/twiml, and the page of each verb).
 */
const rules: Readonly<
  Record<string, { readonly inside: readonly string[]; readonly attributes: readonly string[] }>
> = {
  Say: { inside: ['Response', 'Gather'], attributes: ['voice', 'loop', 'language'] },
  Play: { inside: ['Response', 'Gather'], attributes: ['loop', 'digits'] },
  Pause: { inside: ['Response', 'Gather'], attributes: ['length'] },
  Hangup: { inside: ['Response'], attributes: [] },
  Gather: {
    inside: ['Response'],
    attributes: [
      ...[
        'action',
        'actionOnEmptyResult',
        'finishOnKey',
        'hints',
        'input',
        'language',
        'method',
        'numDigits',
      ],
      ...['partialResultCallback', 'profanityFilter', 'speechTimeout', 'timeout', 'speechModel', 'enhanced'],
    ],
  },
  Record: {
    inside: ['Response'],
    attributes: [
      ...[
        'action',
        'method',
        'timeout',
        'finishOnKey',
        'maxLength',
        'playBeep',
        'trim',
        'recordingStatusCallback',
      ],
      ...[
        'recordingStatusCallbackMethod',
        'recordingStatusCallbackEvent',
        'transcribe',
        'transcribeCallback',
      ],
    ],
  },
  Dial: {
    inside: ['Response'],
    attributes: [
      ...[
        'action',
        'answerOnBridge',
        'callerId',
        'hangupOnStar',
        'method',
        'record',
        'recordingStatusCallback',
      ],
      ...[
        'recordingStatusCallbackEvent',
        'recordingStatusCallbackMethod',
        'ringTone',
        'timeLimit',
        'timeout',
        'trim',
      ],
    ],
  },
  Number: {
    inside: ['Dial'],
    attributes: [
      'method',
      'sendDigits',
      'statusCallback',
      'statusCallbackEvent',
      'statusCallbackMethod',
      'url',
      'byoc',
    ],
  },
}

/** @returns what Twilio would not take, in words; empty if it takes all of it */
export function checkTwiml(xml: string): string[] {
  const document = parseTwiml(xml)
  const inspect = (node: TwimlNode, parent: string): string[] => {
    const rule = rules[node.name]
    if (!rule) return [`<${node.name}> is no verb that is known here`]
    return [
      ...(rule.inside.includes(parent) ? [] : [`<${node.name}> inside <${parent}>`]),
      ...Object.keys(node.attributes)
        .filter((name) => !rule.attributes.includes(name))
        .map((name) => `<${node.name} ${name}>`),
      ...(['Say', 'Play', 'Number'].includes(node.name) && node.text === ''
        ? [`<${node.name}> is empty`]
        : []),
      ...node.children.flatMap((child) => inspect(child, node.name)),
    ]
  }
  return [
    ...(document.name === 'Response' ? [] : [`the document is <${document.name}>`]),
    ...document.children.flatMap((child) => inspect(child, 'Response')),
  ]
}

import {
  type DocumentKind,
  documents,
  grammar,
  isAddress,
  type TopVerb,
  type Verb,
  type VerbName,
} from './grammar.ts'
import { type Element, parseXml, XmlError } from './xml.ts'

/** Twilio would not do what the document says, or this project has no business saying it. */
export class TwimlError extends Error {
  /** https://www.twilio.com/docs/api/errors */
  readonly code: 12100 | 12200
  constructor(code: TwimlError['code'], message: string) {
    super(message)
    this.code = code
  }
}
const refuse = (message: string): never => {
  throw new TwimlError(12200, message)
}

/** Said by Twilio at most (https://www.twilio.com/docs/voice/twiml/say). */
const longestSaying = 4096
/** https://www.twilio.com/docs/voice/twiml/number#simulring */
const mostNumbers = 10
/** https://www.twilio.com/docs/api/errors/21617 */
const longestMessage = 1600

/**
 * The verbs of a document in order.
 * @param document what it is for: the caller's leg, a dialled phone before it is joined, or a text
 * @throws TwimlError that names the element: not well-formed, an unknown verb or attribute, a wrong value, a verb where
 * it may not stand
 */
export function parseTwiml<Document extends DocumentKind>(
  xml: string,
  document: Document,
): readonly TopVerb<Document>[] {
  const root = elementOf(xml)
  if (root.name !== 'Response') refuse(`the document is <${root.name}>, not <Response>`)
  if (root.attributes.size > 0) refuse('<Response> has no attributes')
  if (root.text.trim() !== '') refuse(`<Response> holds the text “${root.text.trim().slice(0, 30)}”`)
  return root.children.map((child) => verbOf(child, 'Response', documents[document]) as TopVerb<Document>)
}

function elementOf(xml: string): Element {
  try {
    return parseXml(xml)
  } catch (error) {
    if (error instanceof XmlError) throw new TwimlError(12100, error.message)
    throw error
  }
}

const isVerb = (name: string): name is VerbName => Object.hasOwn(grammar, name)

function verbOf(element: Element, parent: string, allowed: readonly VerbName[]): Verb {
  const { name } = element
  if (!isVerb(name)) return refuse(`<${name}> is no verb that this project uses`)
  if (!allowed.includes(name)) return refuse(`<${name}> may not stand in <${parent}> here`)
  const { content, children } = grammar[name]
  const verb = {
    verb: name,
    attributes: attributesOf(element, name),
    text: content === 'words' ? element.text : element.text.trim(),
    children: element.children.map((child) => verbOf(child, name, children)),
  } as Verb
  checkContent(verb)
  return verb
}

function attributesOf({ attributes }: Element, name: VerbName): Record<string, unknown> {
  const kinds: Readonly<Record<string, ((text: string) => unknown) & { readonly wants: string }>> =
    grammar[name].attributes
  return Object.fromEntries(
    [...attributes].map(([key, text]) => {
      const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined
      if (!kind) return refuse(`<${name}> has no attribute ${key}`)
      const value = kind(text)
      return value === undefined
        ? refuse(`${key}="${text}" of <${name}> must be ${kind.wants}`)
        : ([key, value] as const)
    }),
  )
}

function checkContent(verb: Verb): void {
  const { verb: name, text, children } = verb
  switch (name) {
    case 'Say':
      if (text.trim() === '') refuse('<Say> says nothing')
      if (text.length > longestSaying) refuse(`<Say> has ${text.length} characters, at most ${longestSaying}`)
      return
    case 'Message':
      if (text.trim() === '') refuse('<Message> says nothing')
      if (text.length > longestMessage)
        refuse(`<Message> has ${text.length} characters, at most ${longestMessage}`)
      return
    case 'Play':
      if (text === '' && verb.attributes.digits !== undefined) return
      if (!isAddress(text)) refuse(`<Play> must hold an address, not “${text}”`)
      return
    case 'Redirect':
      if (!isAddress(text)) refuse(`<Redirect> must hold an address, not “${text}”`)
      return
    case 'Number':
      checkPhone(name, text)
      return
    case 'Dial':
      if (children.length > mostNumbers)
        refuse(`<Dial> rings ${children.length} phones, at most ${mostNumbers}`)
      if (children.length > 0 && text !== '') refuse('<Dial> holds a phone beside its <Number>s')
      if (children.length === 0) checkPhone(name, text)
      return
    default:
      if (text !== '') refuse(`<${name}> holds the text “${text.slice(0, 30)}”`)
  }
}

function checkPhone(name: string, text: string): void {
  if (!/^\+[1-9]\d{6,14}$/.test(text)) refuse(`<${name}> must hold a phone in E.164, not “${text}”`)
}

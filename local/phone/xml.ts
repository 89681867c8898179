/** An element of a TwiML document. Text stands where an element holds nothing else. */
export interface Element {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly Element[]
  /** Everything that stands directly inside, children left out. */
  readonly text: string
}

/** The document is not well-formed, or uses what TwiML never needs. Twilio's error 12100. */
export class XmlError extends Error {}

interface Open {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: Element[]
  text: string
}

const declaration = /^\uFEFF?<\?xml\s+version="1\.[01]"(?:\s+encoding="UTF-8")?\s*\?>/i
const token =
  /<!--(?<comment>(?:(?!--)[\s\S])*)-->|<!\[CDATA\[(?<cdata>(?:(?!\]\]>)[\s\S])*)\]\]>|<\/(?<closes>[A-Za-z][\w-]*)\s*>|<(?<opens>[A-Za-z][\w-]*)(?<attributes>(?:\s+[A-Za-z][\w:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(?<empty>\/?)>|(?<text>[^<]+)/y
const attribute = /([A-Za-z][\w:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
/** What XML 1.0 can't carry, escaped or not (https://www.w3.org/TR/xml/#charsets). */
const forbidden = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));|&/gi, (whole, decimal, hexadecimal, name) => {
    const point = decimal ? Number(decimal) : hexadecimal ? Number.parseInt(hexadecimal, 16) : undefined
    if (point !== undefined && point <= 0x10_ff_ff) return checked(String.fromCodePoint(point))
    const character = name === undefined ? undefined : named[name]
    if (character === undefined) throw new XmlError(`“${whole}” is no entity of XML: write & as &amp;`)
    return character
  })
}

function checked(text: string): string {
  const found = forbidden.exec(text)?.[0].codePointAt(0)
  if (found === undefined) return text
  throw new XmlError(
    `the character U+${found.toString(16).toUpperCase().padStart(4, '0')} can’t stand in XML`,
  )
}

function attributesOf(name: string, text: string): Map<string, string> {
  const attributes = new Map<string, string>()
  for (const [, key = '', double, single] of text.matchAll(attribute)) {
    if (attributes.has(key)) throw new XmlError(`<${name}> has ${key} twice`)
    attributes.set(key, unescaped(double ?? single ?? ''))
  }
  return attributes
}

/**
 * The tree of a TwiML document: elements, attributes, text, comments and CDATA, strictly. Document types and processing
 * instructions are refused: no TwiML has them, and a document that does is not ours.
 * @throws XmlError that names the place
 */
export function parseXml(document: string): Element {
  checked(document)
  const root: Open = { name: '', attributes: new Map(), children: [], text: '' }
  const open = [root]
  let at = declaration.exec(document)?.[0].length ?? 0
  while (at < document.length) {
    token.lastIndex = at
    const found = token.exec(document)?.groups
    const parent = open.at(-1)
    if (!found || !parent) throw new XmlError(`not well-formed at “${document.slice(at, at + 30)}”`)
    const { cdata, closes, opens, attributes = '', empty, text } = found
    if (cdata !== undefined) parent.text += cdata
    if (text !== undefined) parent.text += unescaped(text)
    if (opens !== undefined) {
      const element: Open = {
        name: opens,
        attributes: attributesOf(opens, attributes),
        children: [],
        text: '',
      }
      parent.children.push(element)
      if (!empty) open.push(element)
    }
    if (closes !== undefined) {
      if (parent.name !== closes) throw new XmlError(`</${closes}> closes <${parent.name || 'nothing'}>`)
      open.pop()
    }
    at = token.lastIndex
  }
  const [element, ...others] = root.children
  if (open.length > 1) throw new XmlError(`<${open.at(-1)?.name}> is not closed`)
  if (!element || others.length > 0 || root.text.trim() !== '')
    throw new XmlError('a document is one element')
  return element
}

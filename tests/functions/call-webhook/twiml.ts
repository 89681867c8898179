export interface TwimlNode {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: TwimlNode[]
  text: string
}

const unescaped = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')

/** The document's tree. @throws if it is not well-formed, as far as TwiML needs it */
export function parseTwiml(xml: string): TwimlNode {
  const root: TwimlNode = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  const token = /<\?xml [^?]*\?>|<(\/?)([A-Za-z]+)((?: [A-Za-z]+="[^"<]*")*)(\/?)>|([^<]+)|(.)/gsu
  for (const [, closing, name, attributes = '', selfClosing, text, stray] of xml.matchAll(token)) {
    const parent = open.at(-1)
    if (!parent || stray !== undefined) throw new Error(`not well-formed: ${xml}`)
    if (text !== undefined) parent.text += unescaped(text)
    if (name === undefined) continue
    if (closing) {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes another: ${xml}`)
      continue
    }
    const pairs = [...attributes.matchAll(/ ([A-Za-z]+)="([^"]*)"/g)]
    const node: TwimlNode = {
      name,
      attributes: Object.fromEntries(pairs.map(([, key, value]) => [key, unescaped(value ?? '')])),
      children: [],
      text: '',
    }
    parent.children.push(node)
    if (!selfClosing) open.push(node)
  }
  const [document] = root.children
  if (open.length !== 1 || !document) throw new Error(`not closed: ${xml}`)
  return document
}

/** Every element of that name below the node, in order. */
export const all = (node: TwimlNode, name: string): TwimlNode[] =>
  node.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)])

/** `Response > Say, Gather(Say, Pause), Dial(Number)` as `Say Gather(Say Pause) Dial(Number)`. */
export const shapeOf = ({ children }: TwimlNode): string =>
  children
    .map((child) => (child.children.length > 0 ? `${child.name}(${shapeOf(child)})` : child.name))
    .join(' ')

export const saidIn = (node: TwimlNode): string =>
  all(node, 'Say')
    .map(({ text }) => text)
    .join(' | ')

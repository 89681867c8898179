/** A mail to somebody who asked the business for something: a note of its own, not a report. */
export interface Note {
  readonly subject: string
  readonly business: string
  /** `#rrggbb`: the business's own. */
  readonly colour?: string | undefined
  readonly logoUrl?: string | undefined
  readonly paragraphs: readonly NoteParagraph[]
  readonly button?: { readonly label: string; readonly href: string } | undefined
  /** Why the reader gets it. */
  readonly why: string
  readonly unsubscribeUrl: string
  readonly postalAddress?: string | undefined
  /** A picture of one dot that tells of its being looked at. */
  readonly seenUrl?: string | undefined
}

/** Text, of which parts may be links. */
export type NoteParagraph = readonly (string | { readonly text: string; readonly href: string })[]

/** Words, and web addresses among them; a full stop after one belongs to the sentence. */
const address = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}]/g

/** @param linkFor what an address that the text names becomes */
export function linked(text: string, linkFor: (url: string) => string): NoteParagraph {
  const parts: (string | { text: string; href: string })[] = []
  let from = 0
  for (const match of text.matchAll(address)) {
    if (match.index > from) parts.push(text.slice(from, match.index))
    parts.push({ text: match[0], href: linkFor(match[0]) })
    from = match.index + match[0].length
  }
  if (from < text.length) parts.push(text.slice(from))
  return parts
}

/** Whether white or black is read on it: the contrast of WCAG 2.2, by relative luminance. */
export function inkOn(colour: string): '#ffffff' | '#000000' {
  const channel = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  const luminance = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? '#ffffff' : '#000000'
}

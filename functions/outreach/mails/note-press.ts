/**
 * Of many mails that say the same but for a name and the addresses of their links, the layout is made once: what differs
 * stands in it as a mark, and is put in for each reader. (To render a mail costs a millisecond, to fill one in hardly
 * anything.)
 */

/** Of Unicode's private use: no text of a business has them. */
const [open, close] = ['\uE000', '\uE001']
const mark = /\uE000([a-z]+:[a-z0-9]+)\uE001/g

export const marked = (name: string): string => `${open}${name}${close}`
/** What a reader or a business wrote can't be taken for a mark. */
export const unmarked = (text: string): string => text.replace(/[\uE000\uE001]/g, '')

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
}
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => escapes[character] ?? '')

/** @param values by the names of the marks */
export const pressHtml = (layout: string, values: ReadonlyMap<string, string>): string =>
  layout.replace(mark, (_all, name: string) => escaped(values.get(name) ?? ''))
export const pressText = (layout: string, values: ReadonlyMap<string, string>): string =>
  layout.replace(mark, (_all, name: string) => values.get(name) ?? '')

/** As many layouts as a process keeps. */
const mostKept = 200

export interface Layout {
  readonly html: string
  readonly text: string
  /** Where the links lead, in the order of their numbers. */
  readonly links: readonly string[]
}

/** Layouts by what they are made of. */
export function createPress() {
  const kept = new Map<string, Layout>()
  return async (of: string, make: () => Promise<Layout>): Promise<Layout> => {
    const known = kept.get(of)
    if (known) return known
    const made = await make()
    if (kept.size >= mostKept) kept.clear()
    kept.set(of, made)
    return made
  }
}

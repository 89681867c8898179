import { idPrefixes } from '../../shared/domain/ids.ts'

/** Whether the text can be an id of the kind at all: what can't need not be looked up, and is not found. */
export const isIdOf = (kind: keyof typeof idPrefixes): ((text: string) => boolean) => {
  const pattern = new RegExp(`^${idPrefixes[kind]}[A-Za-z0-9_-]{1,60}$`)
  return (text) => pattern.test(text)
}

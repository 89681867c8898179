import type { Words } from './plan.ts'

/** An address is played, not read out. */
export const isRecording = (text: string): boolean => /^https?:\/\/\S+$/.test(text.trim())

/** One text after another: sentences make one text, recordings stand by themselves. */
export function together(...all: readonly (Words | undefined)[]): Words {
  const parts = all.flatMap((words) => words ?? []).filter((text) => text !== '')
  const joined: string[] = []
  for (const part of parts) {
    const before = joined.at(-1)
    if (before === undefined || isRecording(before) || isRecording(part)) joined.push(part)
    else joined[joined.length - 1] = `${before} ${part}`
  }
  const [only, ...others] = joined
  return others.length === 0 ? (only ?? '') : joined
}

import type { Note } from './note.ts'

/** The same note as plain text: what it links to in its sentences stands there as it is. */
export function noteText({ paragraphs, button, business, why, unsubscribeUrl, postalAddress }: Note): string {
  const parts = [
    ...paragraphs.map((parts) => parts.map((part) => (typeof part === 'string' ? part : part.text)).join('')),
    ...(button ? [`${button.label}: ${button.href}`] : []),
    ['-- ', business, ...(postalAddress === undefined ? [] : [postalAddress])].join('\n'),
    `${why}\nUnsubscribe: ${unsubscribeUrl}`,
  ]
  return `${parts.join('\n\n')}\n`
}

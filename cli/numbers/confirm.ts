import type { Surroundings } from '../command.ts'

/**
 * Asks, and takes "y" or "yes" for a yes; silence and everything else are a no.
 * @param question without its question mark
 */
export async function confirm({ err, stdin }: Surroundings, question: string): Promise<boolean> {
  err(`${question}? [y/N] `)
  let line = ''
  for await (const chunk of stdin) {
    line += Buffer.from(chunk).toString('utf8')
    if (line.includes('\n')) break
  }
  if (!line.includes('\n')) err('\n')
  return /^\s*y(es)?\s*$/i.test(line.split('\n')[0] ?? '')
}

import type { Construct } from 'constructs'

/**
 * A part of the description of what carries secrets (`-c secrets=2`). CloudFormation looks at a secret anew only when the
 * resource that refers to it changes otherwise: so it is told that something did.
 */
export function secretsTurn({ node }: Construct): string {
  const turn: unknown = node.tryGetContext('secrets')
  return turn === undefined ? '' : `, secrets ${String(turn)}`
}

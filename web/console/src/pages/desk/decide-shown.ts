import type { DeskCall } from './types.ts'

const isLive = ({ state }: DeskCall) => state !== 'ended'

/**
 * Which call the agent has before them. One that they are at work on stays, whoever rings meanwhile; else whoever rings
 * or speaks comes first. Pure.
 * @param isBusy the agent writes, or has written and not sent
 * @param calls newest first
 */
export function decideShown(
  calls: readonly DeskCall[],
  shown: string | undefined,
  isBusy: boolean,
): string | undefined {
  const standing = calls.find(({ callSid }) => callSid === shown)
  if (isBusy && shown !== undefined) return shown
  if (standing && isLive(standing)) return standing.callSid
  return (calls.find(isLive) ?? standing ?? calls[0])?.callSid
}

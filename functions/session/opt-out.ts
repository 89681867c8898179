import type { VisitorId } from '../../shared/domain/ids.ts'

/**
 * Staff take their browsers out of the counts by opening a page with `?tieline=off`. The visitor's id says so from then
 * on: the browser keeps it as any other, and nothing else has to be remembered by anybody.
 */
const mark = '_off'
const longestPlain = 60

export const isOptedOut = (visitor: VisitorId): boolean => visitor.endsWith(mark)
export const optedOut = (visitor: VisitorId): VisitorId =>
  isOptedOut(visitor) ? visitor : `${visitor.slice(0, longestPlain)}${mark}`
/** Whoever comes back is whoever it was before. */
export const optedIn = (visitor: VisitorId): VisitorId =>
  isOptedOut(visitor) ? visitor.slice(0, -mark.length) : visitor

/** @returns what the address asks for, if it does */
export function optingIn(url: string): 'off' | 'on' | undefined {
  const wish = new URL(url).searchParams.get('tieline')
  return wish === 'off' || wish === 'on' ? wish : undefined
}

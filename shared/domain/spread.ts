/** FNV-1a, 32 bits, over so many: spreads, hides nothing. */
export function spread(text: string, over: number): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return (hash >>> 0) % Math.max(over, 1)
}

/** What has nothing to compare comes last, whichever way the others go. */
export const compare = (
  left: number | string | null,
  right: number | string | null,
  isDescending: boolean,
): number => {
  if (left === right) return 0
  if (left === null || right === null) return left === null ? 1 : -1
  return left < right === isDescending ? 1 : -1
}

import { useSyncExternalStore } from 'react'

const narrow = matchMedia('(max-width: 48rem)')
const watch = (changed: () => void) => {
  narrow.addEventListener('change', changed)
  return () => narrow.removeEventListener('change', changed)
}

/** Whether the screen is a phone's: for what a style sheet can't change. */
export const useIsNarrow = (): boolean => useSyncExternalStore(watch, () => narrow.matches)

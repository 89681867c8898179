import { useEffect } from 'react'

/** What each key does, by the key on the board: letters with Alt mean others on some machines. */
export const deskKeys = [
  { code: 'KeyC', keys: 'Alt C', does: 'the code that is quoted' },
  { code: 'KeyG', keys: 'Alt G', does: 'give a code' },
  { code: 'KeyT', keys: 'Alt T', does: 'text the code' },
  { code: 'Digit1', keys: 'Alt 1', does: 'an opportunity' },
  { code: 'Digit2', keys: 'Alt 2', does: 'won' },
  { code: 'Digit3', keys: 'Alt 3', does: 'lost' },
  { code: 'KeyH', keys: 'Alt H', does: 'how they heard of us' },
  { code: 'KeyN', keys: 'Alt N', does: 'a note' },
  { code: 'ArrowDown', keys: 'Alt ↓', does: 'the next call' },
  { code: 'ArrowUp', keys: 'Alt ↑', does: 'the call before' },
] as const
export type DeskKey = (typeof deskKeys)[number]['code'] | 'Enter'

/** Keys that work while one writes, too: with Alt, and Ctrl (or ⌘) with Enter for “done”. */
export function useDeskKeys(press: (key: DeskKey) => void): void {
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (document.querySelector('.overlay, .sheet-overlay')) return
      const isDone = event.key === 'Enter' && (event.ctrlKey || event.metaKey)
      const key =
        event.altKey && !event.ctrlKey ? deskKeys.find(({ code }) => code === event.code) : undefined
      if (!isDone && !key) return
      event.preventDefault()
      press(isDone ? 'Enter' : (key?.code ?? 'Enter'))
    }
    document.addEventListener('keydown', hear)
    return () => document.removeEventListener('keydown', hear)
  }, [press])
}

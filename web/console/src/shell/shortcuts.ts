import { useEffect } from 'react'

/** Keys are for whoever writes nothing just now, and asks the browser for nothing. */
const isWriting = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
const isOverlaid = () => document.querySelector('[role="dialog"], [role="alertdialog"]') !== null

/** After `g`, the second key is awaited for so long. */
const pairMilliseconds = 1200

/**
 * Keys of the whole console: one (`?`), or two after one another (`g s`).
 * @param actions by key, or by both keys with a space between
 */
export function useShortcuts(actions: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    let first = ''
    let at = 0
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target) || isOverlaid()) return
      const now = event.timeStamp
      const pair = now - at < pairMilliseconds ? `${first} ${event.key}` : ''
      const action = actions[pair] ?? actions[event.key]
      first = event.key
      at = now
      if (!action) return
      event.preventDefault()
      first = ''
      action()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [actions])
}

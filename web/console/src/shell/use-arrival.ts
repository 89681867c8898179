import { type RefObject, useEffect, useRef } from 'react'

/** The first part of a path: parts of one page have menus of their own, where the focus stays. */
const placeOf = (path: string) => path.split('/')[1]

/**
 * Whoever goes to another page begins at its top, with the keyboard, too; who goes back comes where they were, which the
 * browser sees to.
 */
export function useArrival(main: RefObject<HTMLElement | null>, path: string): void {
  const place = placeOf(path)
  const before = useRef(place)
  const isBack = useRef(false)
  useEffect(() => {
    const back = () => {
      isBack.current = true
    }
    addEventListener('popstate', back)
    return () => removeEventListener('popstate', back)
  }, [])
  useEffect(() => {
    if (before.current === place) return
    before.current = place
    const wasBack = isBack.current
    isBack.current = false
    if (!wasBack) scrollTo(0, 0)
    // A page may have chosen a field of its own already.
    if (!main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true })
  }, [main, place])
}

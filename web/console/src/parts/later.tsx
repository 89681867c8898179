import { type ComponentType, useCallback, useEffect, useRef, useState } from 'react'
import { useQuiet } from '../api/quiet.ts'

/** What the control that comes is told of the one that stood there before. */
export interface Came {
  /** It was pressed: what it opens is to be open. */
  readonly defaultOpen: boolean
  readonly autoFocus: boolean
}

/**
 * A control that is seen at once and whose works come when the page has its figures, or as soon as it is pressed.
 * @param Plain the same to the eye; `onPress` brings the works
 */
export function later<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props & Came> }>,
  Plain: ComponentType<Props & { readonly onPress: () => void }>,
): ComponentType<Props> {
  let Works: ComponentType<Props & Came> | undefined
  return function Later(props: Props) {
    const isQuiet = useQuiet()
    const [came, setCame] = useState<Came>({ defaultOpen: false, autoFocus: false })
    const place = useRef<HTMLSpanElement>(null)
    const bring = useCallback((defaultOpen: boolean) => {
      const brought = load().then((module) => {
        Works = module.default
        setCame((before) => ({
          defaultOpen: before.defaultOpen || defaultOpen,
          autoFocus: place.current?.contains(document.activeElement) ?? false,
        }))
      })
      // Pressed again, it is tried again.
      brought.catch(() => {})
    }, [])
    useEffect(() => {
      if (isQuiet && !Works) bring(false)
    }, [isQuiet, bring])
    if (Works) return <Works {...props} {...came} />
    return (
      <span ref={place} style={{ display: 'contents' }}>
        <Plain {...props} onPress={() => bring(true)} />
      </span>
    )
  }
}

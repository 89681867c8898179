import type { ReactNode } from 'react'
import './awaited.css'

/** What still shows the answer to the question before: paler, and out of reach until the next answer is there. */
export const Awaited = ({
  isAwaited,
  children,
}: {
  readonly isAwaited: boolean
  readonly children: ReactNode
}) => (
  <div className="awaited" aria-busy={isAwaited} inert={isAwaited}>
    {children}
  </div>
)

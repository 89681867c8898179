import type { ReactNode } from 'react'

/** What may be wider than its place: it scrolls by keyboard, too. */
export const Scrolled = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  // biome-ignore lint/a11y/useSemanticElements lint/a11y/noNoninteractiveTabindex: a fieldset is of forms; what scrolls must be reached
  <div className="table-scroll" role="group" aria-label={label} tabIndex={0}>
    {children}
  </div>
)

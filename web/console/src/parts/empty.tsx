import type { ReactNode } from 'react'
import { Problem } from '../api/request.ts'
import './empty.css'

/** Nothing is here yet: what would stand here, and how it comes. */
export const Empty = ({ title, children }: { readonly title: string; readonly children?: ReactNode }) => (
  <div className="empty">
    <p className="empty-title">{title}</p>
    {children && <div className="quiet">{children}</div>}
  </div>
)

/** What went wrong, in the bridge's own words, and how to go on. */
export const Trouble = ({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) => (
  <div className="trouble" role="alert">
    <p>
      {error instanceof Problem
        ? error.status === 403
          ? `${error.message}`
          : error.whole
        : 'This part of the console broke. Load the page again; the data is safe.'}
    </p>
    {onRetry && (
      <button type="button" className="button button-plain button-s" onClick={onRetry}>
        Try again
      </button>
    )}
  </div>
)

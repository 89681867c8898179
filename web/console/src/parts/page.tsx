import { type ReactNode, useEffect } from 'react'
import './page.css'

/** A page: its title (in the tab, too), what can be chosen or done beside it, and what it shows. */
export function Page({
  title,
  lead,
  actions,
  children,
}: {
  readonly title: string
  readonly lead?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}) {
  useEffect(() => {
    document.title = `${title} · Tieline`
  }, [title])
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          {lead && <p className="quiet">{lead}</p>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  )
}

/** A part of a page under a heading of its own. */
export const Section = ({
  title,
  lead,
  actions,
  children,
}: {
  readonly title: string
  readonly lead?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}) => (
  <section className="section" aria-label={title}>
    <div className="section-head">
      <div>
        <h2>{title}</h2>
        {lead && <p className="quiet small">{lead}</p>}
      </div>
      {actions && <div className="page-actions">{actions}</div>}
    </div>
    {children}
  </section>
)

import type { ReactNode } from 'react'
import './badge.css'

/** A state in a word; never by colour alone. */
export const Badge = ({
  tone = 'plain',
  children,
}: {
  readonly tone?: 'plain' | 'good' | 'warn' | 'signal'
  readonly children: ReactNode
}) => <span className={`badge badge-${tone}`}>{children}</span>

import type { CodesReport } from '../../api/types.ts'
import { count, share } from '../../look/format.ts'
import { type Way, wayNames } from './words.ts'
import './funnel.css'

type Figures = CodesReport['totals']['directions'][number]

const issuedWords: Readonly<Record<Way, string>> = {
  'web-to-phone': 'shown',
  'phone-to-web': 'given',
  printed: 'minted',
  unknown: 'issued',
}

/** What became of the codes of one way: issued, used, and by which end. */
export function Funnel({
  of: { direction, issued, used, conversion, quoted, redeemed, usedWithoutIssue },
}: {
  readonly of: Figures
}) {
  const most = Math.max(issued, used, usedWithoutIssue, 1)
  const steps = [
    { id: 'issued', name: issuedWords[direction], size: issued, note: '' },
    {
      id: 'used',
      name: 'used',
      size: used,
      note: conversion === null ? '' : share(conversion),
    },
  ]
  return (
    <figure className="funnel">
      <figcaption>{wayNames[direction]}</figcaption>
      <ol>
        {steps.map(({ id, name, size, note }) => (
          <li key={id}>
            <span
              className={`funnel-bar funnel-${id}`}
              style={{ width: `${(size / most) * 100}%` }}
              aria-hidden="true"
            />
            <span>
              <strong>{count(size)}</strong> {name} <span className="quiet">{note}</span>
            </span>
          </li>
        ))}
      </ol>
      <p className="small quiet">
        {count(quoted)} {quoted === 1 ? 'use' : 'uses'} by phone, {count(redeemed)} online
        {usedWithoutIssue > 0 && `; ${count(usedWithoutIssue)} used of whose issue nothing is known`}
      </p>
    </figure>
  )
}

export const Funnels = ({ of }: { readonly of: readonly Figures[] }) => (
  <div className="funnels">
    {of.map((figures) => (
      <Funnel key={figures.direction} of={figures} />
    ))}
  </div>
)

import { Link } from 'wouter'
import { ago, phone, share } from '../../look/format.ts'
import { detailOf } from '../../look/source.ts'
import { Badge } from '../../parts/badge.tsx'
import { State } from './call-list.tsx'
import type { DeskCall } from './types.ts'

const pathOf = (url: string) => new URL(url, location.href).pathname
type Source = NonNullable<DeskCall['source']>
const nameOf = (source: Source) => [source.channel, detailOf(source)].filter(Boolean).join(' · ')

/** Who calls, as far as one knows: the number, the name, what was before, and the page that they look at. */
export function Who({ of: call, now }: { readonly of: DeskCall; readonly now: number }) {
  const { from, knownAs, firstTime, earlierContacts, candidates, source, selfReported, enquiryId } = call
  return (
    <section className="who" aria-label="Who it may be">
      <div className="who-head">
        <h2>{knownAs?.name ?? (from === null ? 'Number not shown' : phone(from))}</h2>
        <State of={call} now={now} />
        {firstTime === true && <Badge>first-time</Badge>}
        {firstTime === false && (
          <Badge>
            {earlierContacts} earlier {earlierContacts === 1 ? 'contact' : 'contacts'}
          </Badge>
        )}
        {firstTime === false && (
          <Link className="small" href={`/enquiries/${enquiryId}`}>
            Their story
          </Link>
        )}
      </div>
      <p className="quiet">
        {[
          knownAs?.name && from !== null ? phone(from) : undefined,
          knownAs?.email,
          `on ${call.label ?? phone(call.number)}`,
          selfReported ? `said: “${selfReported}”` : undefined,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {candidates.length > 0 ? (
        <ul className="who-visits" aria-label="Visits that it may come from">
          {candidates.map((each) => (
            <li key={each.sessionId}>
              <span className="who-share">{share(each.share)}</span>
              <div>
                <p>
                  <strong>{each.page?.title ?? (each.page ? pathOf(each.page.url) : 'A visit')}</strong>{' '}
                  {each.page && <span className="quiet small mono">{pathOf(each.page.url)}</span>}
                </p>
                <p className="quiet small">
                  {nameOf(each.source)} ·{' '}
                  {each.page ? `on it ${ago(each.page.at, now)}` : `came ${ago(each.at, now)}`}
                </p>
              </div>
            </li>
          ))}
        </ul>
      ) : source ? (
        <p>
          The number stands for <strong>{nameOf(source)}</strong>.
        </p>
      ) : (
        <p className="quiet">
          No visit is tied to this call yet: a quoted code would tell, or ask how they heard of you.
        </p>
      )}
    </section>
  )
}

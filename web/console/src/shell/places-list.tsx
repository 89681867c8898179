import { Link, useLocation } from 'wouter'
import { isOneOf, useMaybeMe } from '../api/me.ts'
import { loadPage } from '../page-loads.ts'
import { places } from './places.ts'

const isAt = (href: string, path: string) => (href === '/' ? path === '/' : path.startsWith(href))

/** The pages that a member may open. */
export function PlacesList({ onGo }: { readonly onGo?: () => void }) {
  const me = useMaybeMe()
  const [path] = useLocation()
  return (
    <ul className="places">
      {places
        .filter(({ roles }) => me && isOneOf(me, ...roles))
        .map(({ href, name, icon: Icon }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={isAt(href, path) ? 'page' : undefined}
              onClick={onGo}
              // Whoever points at it is about to open it.
              onPointerEnter={() => loadPage(href)}
              onFocus={() => loadPage(href)}
            >
              <Icon aria-hidden="true" />
              {name}
            </Link>
          </li>
        ))}
    </ul>
  )
}

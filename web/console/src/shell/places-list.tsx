import { Link, useLocation } from 'wouter'
import { useMaybeMe } from '../api/me.ts'
import { loadPage } from '../page-loads.ts'
import { type Place, placeGroups, placesOf } from './places.ts'

const isAt = (href: string, path: string) =>
  href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)

/** The pages that a member may open, those that belong together beside one another. */
export function PlacesList({ onGo }: { readonly onGo?: () => void }) {
  const [path] = useLocation()
  const shown = placesOf(useMaybeMe()?.member.role)
  const item = ({ href, name, icon: Icon }: Place) => (
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
  )
  return placeGroups
    .map((group) => shown.filter((place) => place.group === group))
    .filter((group) => group.length > 0)
    .map((group) => (
      <ul key={group[0]?.group} className="places">
        {group.map(item)}
      </ul>
    ))
}

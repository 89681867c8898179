import { CircleHelp, Menu as MenuIcon, Search } from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { useMaybeMe } from '../api/me.ts'
import { useQuiet } from '../api/quiet.ts'
import { keepZone } from '../early.ts'
import { useFetched } from '../parts/fetched.ts'
import { PageSkeleton } from '../parts/skeleton.tsx'
import { AccountMenu } from './account-menu.tsx'
import { Boundary } from './boundary.tsx'
import { Freshness } from './freshness.tsx'
import { homeOf } from './home.ts'
import type { Overlay } from './overlays.tsx'
import { placesOf } from './places.ts'
import { PlacesList } from './places-list.tsx'
import { useShortcuts } from './shortcuts.ts'
import { useArrival } from './use-arrival.ts'
import '../parts/button.css'
import './shell.css'

const loadOverlays = () => import('./overlays.tsx')

/** What stands around every page: the menu, the search, the keys, and who is signed in. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const me = useMaybeMe()
  const [path, go] = useLocation()
  const [open, setOpen] = useState<Overlay>()
  const close = () => setOpen(undefined)

  const isQuiet = useQuiet()
  const Overlays = useFetched(loadOverlays, open ?? (isQuiet ? 'soon' : undefined))

  const role = me?.member.role
  // An agent's work is at the desk; the overview is not for them.
  const isElsewhere = role !== undefined && path === '/' && homeOf(role) !== '/'
  useEffect(() => {
    if (role && isElsewhere) go(homeOf(role), { replace: true })
  }, [role, isElsewhere, go])
  const timeZone = me?.account.timeZone
  useEffect(() => {
    if (role) keepZone(homeOf(role) === '/' ? timeZone : undefined)
  }, [role, timeZone])

  const actions = useMemo(
    () => ({
      '/': () => setOpen('search'),
      '?': () => setOpen('help'),
      ...Object.fromEntries(placesOf(role).map(({ key, href }) => [`g ${key}`, () => go(href)])),
    }),
    [go, role],
  )
  useShortcuts(actions)
  const main = useRef<HTMLElement>(null)
  useArrival(main, path)

  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <header className="top">
        <Link href={role ? homeOf(role) : '/'} className="brand">
          <svg viewBox="0 0 32 20" aria-hidden="true">
            <path
              d="M5 4h7c7 0 6 12 13 12"
              fill="none"
              stroke="currentColor"
              strokeWidth="2"
              strokeLinecap="round"
            />
            <circle cx="5" cy="4" r="2.8" fill="currentColor" />
            <circle cx="26" cy="16" r="2.8" fill="var(--signal)" />
          </svg>
          Tieline
        </Link>
        <span className="top-account">{me?.account.name}</span>
        <div className="top-actions">
          <button
            type="button"
            className="button button-quiet button-s"
            aria-label="Search"
            onClick={() => setOpen('search')}
          >
            <Search aria-hidden="true" />
          </button>
          <button
            type="button"
            className="button button-quiet button-s"
            aria-label="Menu"
            onClick={() => setOpen('menu')}
          >
            <MenuIcon aria-hidden="true" />
          </button>
        </div>
      </header>
      <div className="rail">
        <nav aria-label="Pages">
          <button type="button" className="rail-search" onClick={() => setOpen('search')}>
            <Search aria-hidden="true" />
            Search
            <kbd>/</kbd>
          </button>
          <PlacesList />
        </nav>
        <aside className="rail-foot" aria-label="How current this is, help and account">
          <Freshness />
          <button type="button" className="rail-help" onClick={() => setOpen('help')}>
            <CircleHelp aria-hidden="true" /> Keys <kbd>?</kbd>
          </button>
          <AccountMenu />
        </aside>
      </div>
      <main id="main" tabIndex={-1} ref={main}>
        {me && !isElsewhere ? children : <PageSkeleton />}
      </main>
      {Overlays && (
        <Boundary>
          <Overlays open={open} onClose={close} />
        </Boundary>
      )}
    </div>
  )
}

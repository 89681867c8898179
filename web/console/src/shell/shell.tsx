import { CircleHelp, Menu as MenuIcon, Search } from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { isOneOf, useMaybeMe } from '../api/me.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { PageSkeleton } from '../parts/skeleton.tsx'
import { Toasts } from '../parts/toast.tsx'
import { AccountMenu } from './account-menu.tsx'
import { Freshness } from './freshness.tsx'
import { Help } from './help.tsx'
import { homeOf, places } from './places.ts'
import { SearchDialog } from './search-dialog.tsx'
import { useShortcuts } from './shortcuts.ts'
import './shell.css'

const isAt = (href: string, path: string) => (href === '/' ? path === '/' : path.startsWith(href))

function Places({ onGo }: { readonly onGo?: () => void }) {
  const me = useMaybeMe()
  const [path] = useLocation()
  return (
    <ul className="places">
      {places
        .filter(({ roles }) => me && isOneOf(me, ...roles))
        .map(({ href, name, icon: Icon }) => (
          <li key={href}>
            <Link href={href} aria-current={isAt(href, path) ? 'page' : undefined} onClick={onGo}>
              <Icon aria-hidden="true" />
              {name}
            </Link>
          </li>
        ))}
    </ul>
  )
}

/** What stands around every page: the menu, the search, the keys, and who is signed in. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const me = useMaybeMe()
  const [path, go] = useLocation()
  const [open, setOpen] = useState<'menu' | 'search' | 'help'>()
  const close = () => setOpen(undefined)

  const role = me?.member.role
  useEffect(() => {
    // An agent's work is at the desk; the overview is not for them.
    if (role && path === '/' && homeOf(role) !== '/') go(homeOf(role), { replace: true })
  }, [role, path, go])

  const actions = useMemo(
    () => ({
      '/': () => setOpen('search'),
      '?': () => setOpen('help'),
      ...Object.fromEntries(
        places
          .filter(({ roles }) => me && isOneOf(me, ...roles))
          .map(({ key, href }) => [`g ${key}`, () => go(href)]),
      ),
    }),
    [go, me],
  )
  useShortcuts(actions)

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
          <Button look="quiet" size="s" aria-label="Search" onPress={() => setOpen('search')}>
            <Search aria-hidden="true" />
          </Button>
          <Button look="quiet" size="s" aria-label="Menu" onPress={() => setOpen('menu')}>
            <MenuIcon aria-hidden="true" />
          </Button>
        </div>
      </header>
      <div className="rail">
        <nav aria-label="Pages">
          <button type="button" className="rail-search" onClick={() => setOpen('search')}>
            <Search aria-hidden="true" />
            Search
            <kbd>/</kbd>
          </button>
          <Places />
        </nav>
        <div className="rail-foot">
          <Freshness />
          <button type="button" className="rail-help" onClick={() => setOpen('help')}>
            <CircleHelp aria-hidden="true" /> Keys <kbd>?</kbd>
          </button>
          <AccountMenu />
        </div>
      </div>
      <main id="main" tabIndex={-1}>
        {me ? children : <PageSkeleton />}
      </main>
      <Dialog title="Pages" isOpen={open === 'menu'} onClose={close}>
        <nav aria-label="Pages">
          <Places onGo={close} />
        </nav>
        <div className="rail-foot">
          <Freshness />
          <AccountMenu />
        </div>
      </Dialog>
      <SearchDialog isOpen={open === 'search'} onClose={close} />
      <Help isOpen={open === 'help'} onClose={close} />
      <Toasts />
    </div>
  )
}

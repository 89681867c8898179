import { lazy, Suspense, useEffect, useRef } from 'react'
import { Link, Redirect, Route, Switch, useLocation } from 'wouter'
import { useMe } from '../../api/me.ts'
import { Empty } from '../../parts/empty.tsx'
import { Page } from '../../parts/page.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { sections, sectionsOf } from './sections.ts'
import './settings.css'

const NumberPage = lazy(() => import('./numbers/number.tsx'))
const PoolPage = lazy(() => import('./pools/pool.tsx'))
const PlatformPage = lazy(() => import('./platforms/platform.tsx'))
const parts = {
  numbers: lazy(() => import('./numbers/numbers.tsx')),
  pools: lazy(() => import('./pools/pools.tsx')),
  campaigns: lazy(() => import('./campaigns-place.tsx')),
  incoming: lazy(() => import('./incoming/incoming.tsx')),
  platforms: lazy(() => import('./platforms/platforms.tsx')),
  install: lazy(() => import('./install/install.tsx')),
  team: lazy(() => import('./team/team.tsx')),
  business: lazy(() => import('./business/business.tsx')),
  privacy: lazy(() => import('./privacy/privacy.tsx')),
  notifications: lazy(() => import('./notifications/notifications.tsx')),
} as const

/** Everything that is set once and looked at seldom, under a menu of its own. */
export default function Settings() {
  const { member } = useMe()
  const [path] = useLocation()
  const shown = sectionsOf(member.role)
  const at = sections.find(({ id }) => path.startsWith(`/settings/${id}`))
  const menu = useRef<HTMLElement>(null)
  const atId = at?.id
  useEffect(() => {
    // Where the screen is narrow the menu scrolls sideways.
    if (atId)
      menu.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [atId])
  const name = at?.name
  useEffect(() => {
    // Several of them may be open, in tabs.
    if (name) document.title = `${name} · Settings · Tieline`
  }, [name])
  // Where the process stood at first: addresses are kept.
  if (path.startsWith('/settings/process')) return <Redirect to="/funnel?view=process" replace />
  if (!at) return <Redirect to={`/settings/${shown[0]?.id}`} replace />
  const isShown = shown.some(({ id }) => id === at.id)
  return (
    <Page title="Settings">
      <div className="settings">
        <nav aria-label="Settings" className="settings-menu" ref={menu}>
          <ul>
            {shown.map(({ id, name }) => (
              <li key={id}>
                <Link href={`/settings/${id}`} aria-current={id === at.id ? 'page' : undefined}>
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="settings-part">
          {isShown ? (
            <Suspense fallback={<TableSkeleton />}>
              <Switch>
                <Route path="/settings/numbers/:id">{({ id }) => <NumberPage key={id} id={id} />}</Route>
                <Route path="/settings/pools/:id">{({ id }) => <PoolPage key={id} id={id} />}</Route>
                <Route path="/settings/platforms/:id">{({ id }) => <PlatformPage key={id} id={id} />}</Route>
                {shown.map(({ id }) => {
                  const Part = parts[id]
                  return (
                    <Route key={id} path={`/settings/${id}`}>
                      <Part />
                    </Route>
                  )
                })}
                <Route>
                  <Empty title="There is no such setting." />
                </Route>
              </Switch>
            </Suspense>
          ) : (
            <Empty title={`${at.name} is for owners of the account.`}>
              Your role is {member.role}. An owner can change it under Team and roles.
            </Empty>
          )}
        </div>
      </div>
    </Page>
  )
}

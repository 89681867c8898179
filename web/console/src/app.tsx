import { type ComponentType, lazy, type ReactNode, Suspense, useState } from 'react'
import { Route, Switch, useLocation } from 'wouter'
import { useMaybeMe } from './api/me.ts'
import { pages } from './page-loads.ts'
import { PageSkeleton } from './parts/skeleton.tsx'
import { Boundary } from './shell/boundary.tsx'
import { NotFound } from './shell/not-found.tsx'
import { NotYours } from './shell/not-yours.tsx'
import { isPlaceOf } from './shell/places.ts'
import { Shell } from './shell/shell.tsx'

/**
 * A page that has been fetched is drawn at once: once React has shown what stands for it, it shows the page 300 ms later at
 * the soonest.
 */
const routes = pages.map(({ pattern, load, fetched }) => {
  const Later = lazy(load)
  const choose = (): ComponentType => fetched() ?? Later
  const Page = () => {
    const [Chosen] = useState(choose)
    const role = useMaybeMe()?.member.role
    return role === undefined || isPlaceOf(pattern, role) ? <Chosen /> : <NotYours role={role} />
  }
  return [pattern, Page] as const
})

/** What breaks on one page is over on the next. */
const PageBoundary = ({ children }: { readonly children: ReactNode }) => (
  <Boundary at={useLocation()[0]}>{children}</Boundary>
)

export const App = () => (
  <Shell>
    <PageBoundary>
      <Suspense fallback={<PageSkeleton />}>
        <Switch>
          {routes.map(([pattern, Page]) => (
            <Route key={pattern} path={pattern}>
              <Page />
            </Route>
          ))}
          <Route>
            <NotFound />
          </Route>
        </Switch>
      </Suspense>
    </PageBoundary>
  </Shell>
)

import { lazy, Suspense } from 'react'
import { Route, Switch } from 'wouter'
import { PageSkeleton } from './parts/skeleton.tsx'
import { Boundary } from './shell/boundary.tsx'
import { NotFound } from './shell/not-found.tsx'
import { Shell } from './shell/shell.tsx'

/** Each page is a chunk of its own, fetched when it is first opened. */
const pages = {
  '/': lazy(() => import('./pages/overview/overview.tsx')),
  '/sources': lazy(() => import('./pages/sources/sources.tsx')),
  '/journeys': lazy(() => import('./pages/journeys/journeys.tsx')),
  '/codes': lazy(() => import('./pages/codes/codes.tsx')),
  '/calls': lazy(() => import('./pages/calls/calls.tsx')),
  '/enquiries': lazy(() => import('./pages/enquiries/enquiries.tsx')),
  '/enquiries/:id': lazy(() => import('./pages/enquiry/enquiry.tsx')),
  '/desk': lazy(() => import('./pages/desk/desk.tsx')),
  '/settings/*?': lazy(() => import('./pages/settings/settings.tsx')),
  '/welcome': lazy(() => import('./pages/welcome/welcome.tsx')),
} as const

export const App = () => (
  <Shell>
    <Boundary>
      <Suspense fallback={<PageSkeleton />}>
        <Switch>
          {Object.entries(pages).map(([path, Page]) => (
            <Route key={path} path={path}>
              <Page />
            </Route>
          ))}
          <Route>
            <NotFound />
          </Route>
        </Switch>
      </Suspense>
    </Boundary>
  </Shell>
)

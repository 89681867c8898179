import { lazy, Suspense } from 'react'
import { Route, Switch } from 'wouter'
import { PageSkeleton } from './parts/skeleton.tsx'
import { Boundary } from './shell/boundary.tsx'
import { NotFound } from './shell/not-found.tsx'
import { Shell } from './shell/shell.tsx'

/** Each page is a chunk of its own, fetched when it is first opened. */
const loads = {
  '/': () => import('./pages/overview/overview.tsx'),
  '/sources': () => import('./pages/sources/sources.tsx'),
  '/journeys': () => import('./pages/journeys/journeys.tsx'),
  '/codes': () => import('./pages/codes/codes.tsx'),
  '/calls': () => import('./pages/calls/calls.tsx'),
  '/enquiries': () => import('./pages/enquiries/enquiries.tsx'),
  '/enquiries/:id': () => import('./pages/enquiry/enquiry.tsx'),
  '/funnel': () => import('./pages/funnel/funnel.tsx'),
  '/people': () => import('./pages/people/people.tsx'),
  '/people/:id': () => import('./pages/people/person.tsx'),
  '/referrals': () => import('./pages/referrals/referrals.tsx'),
  '/follow-up': () => import('./pages/follow-up/follow-up.tsx'),
  '/deliveries': () => import('./pages/deliveries/deliveries.tsx'),
  '/desk': () => import('./pages/desk/desk.tsx'),
  '/settings/*?': () => import('./pages/settings/settings.tsx'),
  '/welcome': () => import('./pages/welcome/welcome.tsx'),
} as const

type PagePath = keyof typeof loads

const pages = Object.entries(loads).map(([path, load]) => [path, lazy(load)] as const)

// The page that was asked for is fetched beside what the shell asks for first, not after it; what fails is tried again.
loads[location.pathname as PagePath]?.().catch(() => {})

export const App = () => (
  <Shell>
    <Boundary>
      <Suspense fallback={<PageSkeleton />}>
        <Switch>
          {pages.map(([path, Page]) => (
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

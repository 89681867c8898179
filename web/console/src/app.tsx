import { lazy, Suspense } from 'react'
import { Route, Switch } from 'wouter'
import { pageLoads } from './page-loads.ts'
import { PageSkeleton } from './parts/skeleton.tsx'
import { Boundary } from './shell/boundary.tsx'
import { NotFound } from './shell/not-found.tsx'
import { Shell } from './shell/shell.tsx'

const pages = Object.entries(pageLoads).map(([path, load]) => [path, lazy(load)] as const)

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

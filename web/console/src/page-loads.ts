import type { ComponentType } from 'react'

type Load = () => Promise<{ default: ComponentType }>

/** Each page is a chunk of its own, fetched when it is first opened. */
const loads: Readonly<Record<string, Load>> = {
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
}

export interface Page {
  readonly pattern: string
  readonly load: Load
  /** What was fetched, if it was. */
  fetched(): ComponentType | undefined
}

function pageOf([pattern, load]: [pattern: string, load: Load]): Page {
  let fetched: ComponentType | undefined
  return {
    pattern,
    async load() {
      const module = await load()
      fetched = module.default
      return module
    },
    fetched: () => fetched,
  }
}

export const pages = Object.entries(loads).map(pageOf)

/** Fetches the page of an address; what fails is tried again when the page is shown. */
export function loadPage(pathname: string): void {
  const page = pages.find(({ pattern }) =>
    new RegExp(`^${pattern.replace('/*?', '(/.*)?').replace(':id', '[^/]+')}$`).test(pathname),
  )
  page?.load().catch(() => {})
}

/** Each page is a chunk of its own, fetched when it is first opened. */
export const pageLoads = {
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

/** Fetches the page of an address; what fails is tried again when the page is shown. */
export function loadPage(pathname: string): void {
  const load = Object.entries(pageLoads).find(([pattern]) =>
    new RegExp(`^${pattern.replace('/*?', '(/.*)?').replace(':id', '[^/]+')}$`).test(pathname),
  )?.[1]
  load?.().catch(() => {})
}

import {
  ChartNoAxesColumn,
  Contact,
  Funnel,
  Headset,
  HeartHandshake,
  type LucideIcon,
  MailCheck,
  PhoneCall,
  Route,
  Send,
  Settings,
  Sunrise,
  Ticket,
  Users,
} from 'lucide-react'
import type { Role } from '../api/me.ts'

/** In the order of the menu, a gap between each: what tells, what is told of, what is sent, what one works at. */
export const placeGroups = ['reports', 'records', 'outreach', 'work'] as const

export interface Place {
  readonly href: string
  readonly name: string
  readonly icon: LucideIcon
  readonly group: (typeof placeGroups)[number]
  /** After `g`. */
  readonly key: string
  /** Who finds it in the menu; the server decides by itself. */
  readonly roles: readonly Role[]
}

const all: readonly Role[] = ['owner', 'marketer', 'agent', 'viewer']
const reporting: readonly Role[] = ['owner', 'marketer', 'viewer']
const planning: readonly Role[] = ['owner', 'marketer']

/** The pages, in the order of the menu. */
export const places: readonly Place[] = [
  { href: '/', name: 'Overview', icon: Sunrise, group: 'reports', key: 'o', roles: reporting },
  {
    href: '/sources',
    name: 'Sources',
    icon: ChartNoAxesColumn,
    group: 'reports',
    key: 's',
    roles: reporting,
  },
  { href: '/journeys', name: 'Journeys', icon: Route, group: 'reports', key: 'j', roles: reporting },
  { href: '/funnel', name: 'Funnel', icon: Funnel, group: 'reports', key: 'n', roles: reporting },
  { href: '/enquiries', name: 'Enquiries', icon: Contact, group: 'records', key: 'e', roles: all },
  { href: '/calls', name: 'Calls', icon: PhoneCall, group: 'records', key: 'c', roles: all },
  { href: '/people', name: 'People', icon: Users, group: 'records', key: 'p', roles: all },
  { href: '/codes', name: 'Codes', icon: Ticket, group: 'records', key: 'k', roles: all },
  {
    href: '/referrals',
    name: 'Referrals',
    icon: HeartHandshake,
    group: 'outreach',
    key: 'r',
    roles: reporting,
  },
  { href: '/follow-up', name: 'Follow-up', icon: MailCheck, group: 'outreach', key: 'f', roles: planning },
  { href: '/deliveries', name: 'Deliveries', icon: Send, group: 'outreach', key: 'w', roles: planning },
  { href: '/desk', name: 'Live desk', icon: Headset, group: 'work', key: 'd', roles: ['owner', 'agent'] },
  { href: '/settings', name: 'Settings', icon: Settings, group: 'work', key: ',', roles: all },
]

export const placesOf = (role: Role | undefined): readonly Place[] =>
  places.filter(({ roles }) => role !== undefined && roles.includes(role))

/** Whether the place of a page's pattern is somebody's; pages that no place leads to are everybody's. */
export const isPlaceOf = (pattern: string, role: Role): boolean =>
  places.find(({ href }) => href === pattern)?.roles.includes(role) ?? true

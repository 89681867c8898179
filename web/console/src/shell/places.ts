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

export interface Place {
  readonly href: string
  readonly name: string
  readonly icon: LucideIcon
  /** After `g`. */
  readonly key: string
  /** Who finds it in the menu; the server decides by itself. */
  readonly roles: readonly Role[]
}

const all: readonly Role[] = ['owner', 'marketer', 'agent', 'viewer']
const reporting: readonly Role[] = ['owner', 'marketer', 'viewer']

/** The pages, in the order of the menu. */
export const places: readonly Place[] = [
  { href: '/', name: 'Overview', icon: Sunrise, key: 'o', roles: reporting },
  { href: '/sources', name: 'Sources', icon: ChartNoAxesColumn, key: 's', roles: reporting },
  { href: '/journeys', name: 'Journeys', icon: Route, key: 'j', roles: reporting },
  { href: '/funnel', name: 'Funnel', icon: Funnel, key: 'n', roles: reporting },
  { href: '/people', name: 'People', icon: Users, key: 'p', roles: all },
  { href: '/enquiries', name: 'Enquiries', icon: Contact, key: 'e', roles: all },
  { href: '/calls', name: 'Calls', icon: PhoneCall, key: 'c', roles: all },
  { href: '/codes', name: 'Codes', icon: Ticket, key: 'k', roles: reporting },
  { href: '/referrals', name: 'Referrals', icon: HeartHandshake, key: 'r', roles: reporting },
  { href: '/follow-up', name: 'Follow-up', icon: MailCheck, key: 'f', roles: ['owner', 'marketer'] },
  { href: '/deliveries', name: 'Deliveries', icon: Send, key: 'w', roles: ['owner', 'marketer'] },
  { href: '/desk', name: 'Live desk', icon: Headset, key: 'd', roles: ['owner', 'agent'] },
  { href: '/settings', name: 'Settings', icon: Settings, key: ',', roles: all },
]

import type { channels } from '../../../../../../shared/domain/channel.ts'

type Channel = (typeof channels)[number]

/** Every channel, once: a new one that is missing here does not compile. */
const all: Readonly<Record<Channel, true>> = {
  Direct: true,
  'Cross-network': true,
  'Paid Shopping': true,
  'Paid Search': true,
  'Paid Social': true,
  'Paid Video': true,
  Display: true,
  'Paid Other': true,
  'Organic Shopping': true,
  'Organic Social': true,
  'Organic Video': true,
  'Organic Search': true,
  Referral: true,
  Email: true,
  Affiliates: true,
  Audio: true,
  SMS: true,
  'Mobile Push Notifications': true,
  'AI Assistants': true,
  Offline: true,
  Unassigned: true,
}
export const channelNames = Object.keys(all) as Channel[]

import {
  type NotificationPreferences,
  type Recipient,
  usualPreferences,
} from '../../../shared/domain/notification.ts'
import type { PreferencePort } from '../deps.ts'

/** What the person wants, as they said or as is usual for their role. */
export async function preferencesOf(
  preferences: PreferencePort,
  { account, id, role }: Pick<Recipient, 'account' | 'id' | 'role'>,
): Promise<NotificationPreferences> {
  return { ...usualPreferences[role], ...(await preferences.get(account, id)) }
}

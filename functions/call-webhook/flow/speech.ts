import type { CallSettings } from '../../../shared/domain/account.ts'
import type { CallFlow, Speech } from '../../../shared/domain/number.ts'
import type { CallOwner } from '../links.ts'

/**
 * How callers of the flow are spoken to, and written to: as it says itself, else as the account does. A voice speaks one
 * language, so the account's goes with the account's.
 */
export function speechWanted(flow: CallFlow | undefined, settings: CallSettings | undefined): Speech {
  const { language, voice } = flow?.language || flow?.voice ? flow : (settings ?? {})
  return { ...(language && { language }), ...(voice && { voice }) }
}

/** The call, whose addresses carry from here on how its caller is spoken to. */
export const spokenTo = (owner: CallOwner, { language, voice }: Speech): CallOwner => ({
  ...owner,
  ...(language && { lang: language }),
  ...(voice && { voice }),
})

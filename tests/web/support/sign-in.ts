import type { BrowserContext } from 'playwright-core'
import type { Role } from '../../../shared/domain/role.ts'
import type { BridgeAccount } from '../../end-to-end/support/started-bridge.ts'

/** Signs in at the bridge's own issuer, as a click on its page does; the context has the session from then on. */
export async function signIn(context: BrowserContext, url: string, email: string): Promise<void> {
  const choice = await context.request.get(`${url}/auth/sign-in?to=/settings`)
  const entered = await context.request.post(choice.url(), { form: { email } })
  if (!entered.ok() || !entered.url().startsWith(`${url}/settings`)) {
    throw new Error(`not signed in as ${email}: ${entered.status()} at ${entered.url()}`)
  }
}

let made = 0
/** A member of the account, whom nobody else's account knows. @returns their e-mail */
export async function newMember(account: BridgeAccount, role: Role): Promise<string> {
  const email = `${role}-${process.pid}-${Date.now()}-${made++}@example.com`
  await account.call('POST', '/v1/members', { email, role })
  return email
}

import { inject } from 'vitest'
import { accountOf, type BridgeAccount, secretKey } from './started-bridge.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The bridge that the browser project's files share: see its global setup. */
    sharedBridgeUrl: string
  }
}

export const operatorKey = 'op_end_to_end'

/** The shared bridge's local account, to which belongs what comes without a key or by a number that nobody registered. */
export const houseAccount = (): BridgeAccount =>
  accountOf(inject('sharedBridgeUrl'), { secretKey, siteKey: 'pk_local' })

/** An account of one's own on the shared bridge: for stories that neither stop the bridge nor look at the whole of it. */
export async function newAccount(): Promise<BridgeAccount> {
  const url = inject('sharedBridgeUrl')
  const response = await fetch(`${url}/v1/accounts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${operatorKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Sash & Sons', timeZone: 'UTC', currency: 'GBP' }),
  })
  if (response.status !== 201) throw new Error(`no account: ${response.status} ${await response.text()}`)
  return accountOf(url, (await response.json()) as { secretKey: string; siteKey: string })
}

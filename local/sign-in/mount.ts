import type { IncomingMessage, ServerResponse } from 'node:http'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context, Hono } from 'hono'
import type Provider from 'oidc-provider'
import { normalEmail } from '../../shared/domain/email.ts'
import type { AccountId } from '../../shared/domain/ids.ts'
import type { MemberStore } from '../../shared/store/member-store.ts'
import { isFromThisMachine } from '../this-machine.ts'
import { choicePage, elsewherePage, tooLatePage } from './page.ts'
import type { ProviderTerms } from './provider.ts'

export interface LocalSignIn {
  /** Where the bridge listens on this machine, `http://localhost:8787`: its issuer stands there, whatever the world calls it. */
  readonly ownUrl: string
  readonly account: AccountId
  readonly members: Pick<MemberStore, 'list'>
}

export const localClientId = 'tieline-local'
/** Below the bridge's own address. */
const providerPath = '/local/oidc'
const choicePath = '/local/sign-in'
export const localIssuer = (ownUrl: string): string => `${ownUrl}${providerPath}`

/** Every name that a browser on this machine may have opened the bridge by. */
function redirectUrisOf(ownUrl: string): string[] {
  const { port, protocol } = new URL(ownUrl)
  const hosts = ['localhost', '127.0.0.1', '[::1]']
  return hosts.map((host) => `${protocol}//${host}${port && `:${port}`}/auth/callback`)
}

const nodeOf = (context: Context) =>
  context.env as {
    readonly incoming: IncomingMessage & { originalUrl?: string }
    readonly outgoing: ServerResponse
  }

/** So that nobody stays signed in at the provider: whoever signs in anew is asked again, and may be somebody else. */
const withoutSession = (cookies: string | undefined): string | undefined =>
  cookies
    ?.split('; ')
    .filter((each) => !/^tieline_idp(\.sig)?=/.test(each))
    .join('; ')

/** The sign-in of one machine: an OpenID provider of its own, and a page to choose whom to sign in as. */
export function mountLocalSignIn(app: Hono, { ownUrl, account, members }: LocalSignIn): void {
  const beginning = `${ownUrl}/auth/sign-in`
  let making: Promise<Provider> | undefined
  /** Loaded by the first who signs in: it takes half a second. */
  function provider(): Promise<Provider> {
    const terms: ProviderTerms = {
      issuer: localIssuer(ownUrl),
      clientId: localClientId,
      choicePath,
      redirectUris: redirectUrisOf(ownUrl),
      tooLate: () => tooLatePage(beginning),
    }
    making ??= import('./provider.ts').then(({ createProvider }) => createProvider(terms))
    return making
  }

  for (const path of [`${providerPath}/*`, `${choicePath}/*`, '/auth/*']) {
    app.use(path, (context, next) =>
      isFromThisMachine(context) ? next() : Promise.resolve(elsewherePage(ownUrl)),
    )
  }

  app.all(`${providerPath}/*`, async (context) => {
    const { incoming, outgoing } = nodeOf(context)
    // As every server that puts the provider below a path of its own has to tell it.
    incoming.originalUrl = incoming.url ?? ''
    incoming.url = incoming.originalUrl.slice(providerPath.length)
    incoming.headers.cookie = withoutSession(incoming.headers.cookie)
    await (await provider()).callback()(incoming, outgoing)
    return RESPONSE_ALREADY_SENT
  })

  app.get(`${choicePath}/:uid`, async (context) => {
    const { incoming, outgoing } = nodeOf(context)
    try {
      await (await provider()).interactionDetails(incoming, outgoing)
    } catch {
      return tooLatePage(beginning)
    }
    return choicePage(await members.list(account))
  })

  app.post(`${choicePath}/:uid`, async (context) => {
    const { incoming, outgoing } = nodeOf(context)
    const email = normalEmail(String((await context.req.parseBody()).email ?? ''))
    if (email === undefined) return context.redirect(context.req.path, 303)
    try {
      const result = { login: { accountId: email } }
      return context.redirect(await (await provider()).interactionResult(incoming, outgoing, result), 303)
    } catch {
      return tooLatePage(beginning)
    }
  })
}

import * as z from 'zod/mini'
import { operation } from '../../../shared/http/operation.ts'
import { callbackPath } from './cookies.ts'

const tag = 'Sign-in'
const onward = z
  .object({ to: z.string().check(z.meta({ description: 'Where the browser goes next.' })) })
  .check(z.meta({ id: 'Onward' }))

export const beginSignIn = operation({
  id: 'beginSignIn',
  tag,
  summary: 'Send a browser to sign in',
  description:
    'OpenID Connect, the code flow with PKCE, at the issuer that the bridge is configured for. Afterwards the browser holds an HttpOnly cookie, `tieline_session`, which serves wherever a secret key does, as far as the member’s role goes.',
  method: 'get',
  path: '/auth/sign-in',
  auth: 'none',
  query: z.object({
    to: z
      .optional(z.string())
      .check(z.meta({ description: 'The path to come back to, `/calls?outcome=missed`.' })),
  }),
  replies: { 302: null, 503: 'text/html' },
})

export const finishSignIn = operation({
  id: 'finishSignIn',
  tag,
  summary: 'Where the issuer sends the browser back to',
  method: 'get',
  path: callbackPath,
  auth: 'none',
  replies: { 302: null, 400: 'text/html', 403: 'text/html', 503: 'text/html' },
})

export const signOut = operation({
  id: 'signOut',
  tag,
  summary: 'End the sign-in',
  description:
    'At once and for good, whoever may have copied the cookie. Send `x-tieline-console: 1` from a page of the bridge.',
  method: 'post',
  path: '/auth/sign-out',
  auth: 'none',
  replies: { 200: onward },
  problems: ['cross_site_request'],
})

export const switchAccount = operation({
  id: 'switchAccount',
  tag,
  summary: 'Change to another account of the person who is signed in',
  method: 'post',
  path: '/auth/account',
  auth: 'secret',
  body: z.strictObject({ account: z.string() }).check(z.meta({ id: 'AccountChoice' })),
  replies: { 200: onward },
  problems: ['not_found'],
})

export const getSignedOut = operation({
  id: 'getSignedOut',
  tag,
  summary: 'The page that somebody who signed out comes to',
  method: 'get',
  path: '/auth/signed-out',
  auth: 'none',
  replies: { 200: 'text/html' },
})

export const signInOperations = [beginSignIn, finishSignIn, signOut, switchAccount, getSignedOut]

import type { Instant } from '../../../shared/domain/time.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import { sha256Hex } from '../../../shared/http/digest.ts'

/** What only this browser and the bridge know of a sign-in that is under way at the issuer (OpenID Connect Core, 3.1.2.1; RFC 7636). */
export interface SignInChecks {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

export interface BegunSignIn extends SignInChecks {
  /** Where the issuer sends the browser back to: the origin that it began at. */
  readonly redirectUri: string
  /** A path of ours to go on to. */
  readonly to: string
  readonly expiresAt: Instant
}

/** As long as somebody may look for their password. */
export const begunMinutes = 10
export const expiryOfBegun = (now: Instant): Instant => addMinutes(now, begunMinutes)

/** One for each tab that signs in: they do not stand in each other's way. */
export const begunCookie = (state: string): string => `tieline_begun_${sha256Hex(state).slice(0, 12)}`

/** Encrypts and authenticates; `open` throws at what it did not seal. */
export interface Seal {
  seal(text: string): string
  open(sealed: string): string
}

export const sealBegun = ({ seal }: Seal, begun: BegunSignIn): string => seal(JSON.stringify(begun))

/** @returns what was begun; `undefined` if it was not here, or not in this browser, or too long ago */
export function openBegun({ open }: Seal, sealed: string | undefined, state: string, now: Instant) {
  if (!sealed) return undefined
  try {
    const begun = JSON.parse(open(sealed)) as BegunSignIn
    return begun.state === state && now < begun.expiresAt ? begun : undefined
  } catch {
    return undefined
  }
}

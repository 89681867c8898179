import { createAccessTokens } from '../../../../functions/outreach/conversions/platforms/oauth.ts'
import type {
  Credentials,
  PlatformDeps,
  PlatformHosts,
  Prepared,
} from '../../../../functions/outreach/conversions/platforms/platform-port.ts'
import type { Standing } from '../../../../shared/domain/conversion/differ.ts'
import { addMinutes, type Instant } from '../../../../shared/domain/time.ts'
import { createPost, type Post } from '../../../../shared/outgoing/post.ts'
import { gclid, noon } from '../../../domain/conversion/examples.ts'

/** The real way out, to this machine. */
export const postHere: Post = createPost({
  rules: { loopback: true },
  resolve: async () => {
    throw new Error('no name is looked up in tests')
  },
  answerLimitBytes: 1_000_000,
})

export const hostsAt = (url: string): PlatformHosts => ({
  ga4: url,
  ga4Eu: url,
  google: url,
  googleToken: `${url}/token`,
  meta: url,
  microsoft: `${url}/CampaignManagement/v13`,
  microsoftToken: `${url}/token`,
})

export const credentials = {
  ga4: { apiSecret: 'ga-secret' },
  google: { clientId: 'client', clientSecret: 'secret', refreshToken: 'google-refresh' },
  meta: { accessToken: 'meta-token' },
  microsoft: {
    clientId: 'client',
    refreshToken: 'microsoft-refresh',
    developerToken: 'dev-token',
  },
} as const satisfies Record<string, Credentials>

export const settings = {
  ga4: { measurementId: 'G-EXAMPLE1' },
  google: { customerId: '123-456-7890' },
  meta: { datasetId: '1234567890' },
  microsoft: { customerId: '111', accountId: '222' },
} as const

export interface Telling {
  readonly deps: PlatformDeps
  readonly keptTokens: string[]
}
export function tellingAt(url: string, now: () => Instant): Telling {
  const hosts = hostsAt(url)
  const keptTokens: string[] = []
  return {
    keptTokens,
    deps: {
      post: postHere,
      hosts,
      accessToken: createAccessTokens({
        post: postHere,
        hosts,
        now,
        keepRefreshToken: async (_destination, token) => void keptTokens.push(token),
      }),
    },
  }
}

export const conversion = (over: Partial<Standing> = {}): Standing => ({
  contact: 'frm_1',
  kind: 'outcome',
  at: noon,
  action: '1001',
  value: { minorUnits: 12345, currency: 'GBP' },
  click: { name: 'gclid', value: gclid, at: addMinutes(noon, -20) },
  generation: 1,
  ...over,
})

export const sending = (
  name: string,
  over: Partial<Standing> = {},
  more: Partial<Prepared> = {},
): Prepared => ({
  operation: { op: 'send', to: conversion(over) },
  name,
  now: noon,
  ...more,
})
export const retracting = (name: string, over: Partial<Standing> = {}, now = noon): Prepared => ({
  operation: { op: 'retract', from: conversion(over) },
  name,
  now,
})
export const restating = (
  name: string,
  minorUnits: number,
  over: Partial<Standing> = {},
  generation = 1,
  now = noon,
): Prepared => {
  const from = conversion(over)
  const value = { minorUnits, currency: from.value?.currency ?? 'GBP' }
  return { operation: { op: 'restate', from, to: { ...from, value, generation } }, name, now }
}

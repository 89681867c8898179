import { useQuery } from '@tanstack/react-query'
import { api } from './request.ts'

export type Role = 'owner' | 'marketer' | 'agent' | 'viewer'

/** Who is signed in, for which account, and what the server lets them do. */
export interface Me {
  readonly member: { readonly id: string; readonly email: string; readonly name: string; readonly role: Role }
  readonly account: {
    readonly id: string
    readonly name: string
    readonly timeZone: string
    readonly currency: string
  }
  readonly accounts: readonly { readonly id: string; readonly name: string; readonly role: Role }[]
  readonly rights: { readonly phones: boolean; readonly recordings: boolean }
}

/** Asking anew also prolongs the sign-in, which ends after hours without use. */
const askedAnewMilliseconds = 10 * 60_000
const meQuery = {
  queryKey: ['me'],
  queryFn: () => api.get<Me>('/v1/me'),
  staleTime: 60_000,
  refetchInterval: askedAnewMilliseconds,
} as const

/** @returns undefined while it is not known yet */
export const useMaybeMe = (): Me | undefined => useQuery(meQuery).data

/** For what is shown only once the shell knows who is signed in. */
export function useMe(): Me {
  const me = useMaybeMe()
  if (!me) throw new Error('useMe is for what the shell shows after sign-in')
  return me
}

export const isOneOf = (me: Me, ...roles: readonly Role[]): boolean => roles.includes(me.member.role)

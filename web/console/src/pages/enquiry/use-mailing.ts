import { useQueries, useQuery } from '@tanstack/react-query'
import type * as z from 'zod/mini'
import type { contactEmailAnswer } from '../../../../../functions/outreach/sequences/contact-schema.ts'
import { api } from '../../api/request.ts'
import type { Enquiry, List } from '../../api/types.ts'

export type Mailing = z.infer<typeof contactEmailAnswer>

export const mailingPath = (contact: string) => `/v1/contacts/${encodeURIComponent(contact)}/email`
export const mailingKey = (contact: string) => ['contact-email', contact] as const

/** Whoever enquires more often said it in one of these. */
const mostAsked = 8

/**
 * At which address whoever enquired may be written to: of several contacts the last one that has one.
 * @returns undefined while it is not known yet
 */
export function useMailing({ contacts }: Enquiry, isWanted: boolean): Mailing | undefined {
  const ids = contacts.slice(-mostAsked).map(({ id }) => id)
  return useQueries({
    queries: (isWanted ? ids : []).map((id) => ({
      queryKey: mailingKey(id),
      queryFn: () => api.get<Mailing>(mailingPath(id)),
      // What came by an import long ago may be known by its enquiry alone.
      retry: false,
    })),
    combine: (results) => {
      if (results.some(({ isPending }) => isPending)) return undefined
      const known = results.flatMap(({ data }) => data ?? [])
      return known.findLast(({ email }) => email !== null) ?? known.at(-1)
    },
  })
}

/** Sequences by their names. */
export const useSequenceNames = (isWanted: boolean) =>
  useQuery({
    queryKey: ['sequences'],
    queryFn: async () =>
      (await api.get<List<{ readonly id: string; readonly name: string }>>('/v1/sequences')).data,
    enabled: isWanted,
  }).data ?? []

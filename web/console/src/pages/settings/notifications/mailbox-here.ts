import { useQuery } from '@tanstack/react-query'

/** Whether mails go to a mailbox on this machine, where they can be read. */
export const useMailboxHere = (): boolean =>
  useQuery({
    queryKey: ['local', 'mailbox'],
    queryFn: async () =>
      (await fetch('/local/mailbox', { method: 'HEAD' }).catch(() => undefined))?.ok ?? false,
    staleTime: Number.POSITIVE_INFINITY,
  }).data ?? false

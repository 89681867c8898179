import { useQuery } from '@tanstack/react-query'

/** What is not there is told by the browser as an error, so that it is asked for only where it can be. */
const isOwnMachine = (host: string) => /^(localhost|127\.0\.0\.1|\[::1\])$/.test(host)

/** Whether a part of the bridge on one machine (`/local/phone`, `/local/mailbox`) runs here; asked once. */
export const useLocalPart = (path: string): boolean =>
  useQuery({
    queryKey: ['local', path],
    queryFn: async () => (await fetch(path).catch(() => undefined))?.ok ?? false,
    enabled: isOwnMachine(location.hostname),
    staleTime: Number.POSITIVE_INFINITY,
  }).data ?? false

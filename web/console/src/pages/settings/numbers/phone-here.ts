import { useQuery } from '@tanstack/react-query'

/** Whether the phone in the browser runs here: on one machine it does, where Twilio serves there is none. */
export const usePhoneHere = (): boolean =>
  useQuery({
    queryKey: ['local', 'phone'],
    queryFn: async () =>
      (await fetch('/local/phone', { method: 'HEAD' }).catch(() => undefined))?.ok ?? false,
    staleTime: Number.POSITIVE_INFINITY,
  }).data ?? false

/** Where the phone in the browser dials the number. */
export const testCallAddress = (number: string) => `/local/phone?to=${encodeURIComponent(number)}`

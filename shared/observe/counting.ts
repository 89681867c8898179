import type { Observer } from './observer.ts'

/*
 * Ports that count what goes through them: whoever composes a function puts them around the real ones, and neither the
 * routes nor the stores know of it.
 */

type Use = (
  ...given: never[]
) => Promise<
  | { readonly kind: 'redeemed'; readonly isReplay: boolean }
  | { readonly kind: 'refused'; readonly code: string }
>

/** Codes that are redeemed, or refused and why; the owner's own repeated try counts once. */
export function countUses<Codes extends { readonly redeem: Use; readonly quote: Use }>(
  codes: Codes,
  observer: Observer,
): Codes {
  const counted = (use: Use) =>
    (async (...given) => {
      const outcome = await use(...given)
      if (outcome.kind === 'refused') observer.count('RedemptionsRefused', 1, outcome.code)
      else if (!outcome.isReplay) observer.count('Redemptions')
      return outcome
    }) as Use
  return { ...codes, redeem: counted(codes.redeem), quote: counted(codes.quote) }
}

interface Lease {
  readonly from: string
  readonly shared: boolean
}

/** Leases that begin, those for which the pool had run dry, and pages that were shown no number at all. */
export function countLeases<
  Request extends { readonly now: string },
  Leases extends { acquire(request: Request): Promise<Lease | undefined> },
>(leases: Leases, observer: Observer): Leases {
  return {
    ...leases,
    async acquire(request: Request) {
      const lease = await leases.acquire(request)
      if (!lease) observer.count('PoolsDry')
      if (lease?.from === request.now) {
        observer.count('LeasesBegun')
        if (lease.shared) observer.count('LeasesShared')
      }
      return lease
    },
  }
}

/** Mails that SES took. */
export function countSent<Outbox extends { settle(mail: never, handed: never, now: never): Promise<void> }>(
  outbox: Outbox,
  observer: Observer,
): Outbox {
  return {
    ...outbox,
    async settle(mail: never, handed: never, now: never) {
      if ((handed as { handed: string }).handed === 'sent') observer.count('MailsSent')
      await outbox.settle(mail, handed, now)
    },
  }
}

/** Addresses that bounced, or whose reader called a mail spam. */
export function countSuppressed<
  Suppressions extends { add(account: never, address: never, about: never): Promise<void> },
>(suppressions: Suppressions, observer: Observer): Suppressions {
  return {
    ...suppressions,
    async add(account: never, address: never, about: never) {
      const { reason } = about as { reason: string }
      observer.count(reason === 'complaint' ? 'MailsComplained' : 'MailsBounced')
      await suppressions.add(account, address, about)
    },
  }
}

interface Batch {
  readonly Records: readonly unknown[]
}
interface BatchAnswer {
  readonly batchItemFailures: readonly unknown[]
}

/** Records of a stream, and those that come again: all of a batch that throws. */
export const countRecords =
  <Event extends Batch, Answer extends BatchAnswer>(
    consume: (event: Event) => Promise<Answer>,
    observer: Observer,
  ) =>
  async (event: Event): Promise<Answer> => {
    const { length } = event.Records
    observer.count('StreamRecords', length)
    try {
      const answer = await consume(event)
      observer.count('StreamRecordsFailed', answer.batchItemFailures.length)
      return answer
    } catch (error) {
      observer.count('StreamRecordsFailed', length)
      throw error
    }
  }

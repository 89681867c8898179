import { randomUUID } from 'node:crypto'
import type { Post } from '../../shared/outgoing/post.ts'
import { createAuditStore } from '../../shared/store/audit-store.ts'
import { createBrowserStore } from '../../shared/store/browser-store.ts'
import type { createDeliveryStore } from '../../shared/store/delivery-store.ts'
import { createDestinationStore } from '../../shared/store/destination-store.ts'
import type { OutreachBase } from './compose-base.ts'
import { lateHear, openOnce } from './conversions/late.ts'
import type { Redeliver } from './deliveries/delivery-routes.ts'

/** What is told to ad platforms: loaded once there is somewhere to tell it to. */
export function composeConversions(
  { tables: { ledger }, deps, vault, enquiries, works, guards }: OutreachBase,
  {
    deliveries,
    post,
    platformsUrl,
    newId,
  }: {
    readonly deliveries: ReturnType<typeof createDeliveryStore>
    readonly post: Post
    readonly platformsUrl: string | undefined
    readonly newId: () => string
  },
) {
  const { now } = deps
  const destinations = createDestinationStore(ledger, vault)
  const openConversions = openOnce(async () => {
    const [{ createConversions }, { conversionNameOf, createConversionStore }] = await Promise.all([
      import('./conversions/conversions.ts'),
      import('../../shared/store/conversion-store.ts'),
    ])
    return createConversions({
      destinations,
      conversions: createConversionStore(ledger, randomUUID),
      nameOf: conversionNameOf,
      sources: {
        ...deps.ledger,
        account: deps.ledger.accounts.get,
        browsers: createBrowserStore(ledger),
        enquiries,
        vault,
      },
      deliveries,
      works,
      telling: {
        post,
        platformsUrl,
      },
      now,
      chance: Math.random,
      guards,
      audit: createAuditStore(ledger),
      newDestinationId: newId,
    })
  })
  const hear = lateHear({ destinations, now }, openConversions)
  const redeliver: Redeliver = async (delivery) => (await openConversions()).redeliver(delivery)
  return { open: openConversions, hear, redeliver }
}

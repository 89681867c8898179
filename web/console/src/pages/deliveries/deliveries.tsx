import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'wouter'
import { Page, Section } from '../../parts/page.tsx'
import { useDestinations } from '../settings/platforms/queries.ts'
import { DeliverySheet } from './delivery-sheet.tsx'
import { Log } from './log.tsx'
import { useWebhooks, Webhooks } from './webhooks.tsx'
import './deliveries.css'

/** Where things went: the systems that are told, and each message that was, or was not, sent. */
export default function Deliveries() {
  const webhooks = useWebhooks().data?.data
  const destinations = useDestinations().data
  const targets = useMemo(
    () => ({ webhooks: webhooks ?? [], destinations: destinations ?? [] }),
    [webhooks, destinations],
  )
  const [search, setSearch] = useSearchParams()
  const open = search.get('delivery')
  const show = useCallback(
    (id: string | undefined) =>
      setSearch(
        (standing) => {
          const next = new URLSearchParams(standing)
          if (id === undefined) next.delete('delivery')
          else next.set('delivery', id)
          return next
        },
        // Back closes what was opened.
        { replace: id === undefined },
      ),
    [setSearch],
  )
  return (
    <Page title="Deliveries" lead="What your other systems are told, and where each message went.">
      <Webhooks />
      <Section title="Log" lead="Newest first, with each try and what came of it; 90 days of it.">
        <Log targets={targets} onOpen={show} />
      </Section>
      {open && <DeliverySheet key={open} id={open} targets={targets} onClose={() => show(undefined)} />}
    </Page>
  )
}

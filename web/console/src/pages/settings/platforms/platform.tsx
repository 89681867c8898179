import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { isOneOf, useMe } from '../../../api/me.ts'
import { api } from '../../../api/request.ts'
import { ago } from '../../../look/format.ts'
import { Button } from '../../../parts/button.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { Empty, Trouble } from '../../../parts/empty.tsx'
import { Section } from '../../../parts/page.tsx'
import { TableSkeleton } from '../../../parts/skeleton.tsx'
import { say, sayTrouble } from '../../../parts/toast.tsx'
import { Along } from './along.tsx'
import { ByHand } from './by-hand.tsx'
import { Connection } from './connection.tsx'
import { ConversionLog } from './log.tsx'
import { ModeSwitch } from './mode.tsx'
import { destinationsKey, useDestinations } from './queries.ts'
import { Rules, RulesRead } from './rules.tsx'
import { type Destination, platformNames } from './words.ts'
import './platforms.css'

/** One platform: whether it is told, of what, by which rules, and what became of each conversion. */
export default function PlatformPage({ id }: { readonly id: string }) {
  const me = useMe()
  const { data, error, refetch } = useDestinations()
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />
  if (!data) return <TableSkeleton rows={6} />
  const destination = data.find((each) => each.id === id)
  const back = (
    <Link className="back" href="/settings/platforms">
      Ad platforms
    </Link>
  )
  if (!destination)
    return (
      <>
        {back}
        <Empty title="There is no such platform.">It may have been deleted.</Empty>
      </>
    )
  const { name, platform, trouble } = destination
  const mayChange = isOneOf(me, 'owner')
  return (
    <div className="settings-page">
      {back}
      <Section title={name} lead={name === platformNames[platform] ? undefined : platformNames[platform]}>
        <ModeSwitch of={destination} />
        {trouble && (
          <p className="notice" role="status">
            Nothing is sent since {ago(trouble.at)}: {trouble.because}
            {mayChange && ' Once new secrets are saved below, all that waits is tried again.'}
          </p>
        )}
      </Section>
      {mayChange ? <Rules of={destination} /> : <RulesRead of={destination} />}
      {mayChange && (
        <div className="platform-halves">
          <Connection of={destination} />
          <Along of={destination} />
        </div>
      )}
      <ByHand of={destination} />
      <ConversionLog of={destination} />
      {mayChange && <Remove of={destination} />}
    </div>
  )
}

function Remove({ of: { id, name, platform } }: { readonly of: Destination }) {
  const queries = useQueryClient()
  const [, go] = useLocation()
  const [isAsking, setAsking] = useState(false)
  const remove = async () => {
    try {
      await api.remove(`/v1/destinations/${id}`)
      go('/settings/platforms')
      await queries.invalidateQueries({ queryKey: destinationsKey })
      say(`${name} is told nothing any more.`)
    } catch (refusal) {
      setAsking(false)
      sayTrouble(refusal)
    }
  }
  return (
    <div className="platform-end">
      <Button onPress={() => setAsking(true)}>Delete…</Button>
      <Dialog title={`Delete ${name}?`} isOpen={isAsking} onClose={() => setAsking(false)}>
        <p>
          Its rules and secrets go, and nothing is sent any more. What {platformNames[platform]} was told
          stands there: to have it taken back, take the rules away first and let it be told.
        </p>
        <div className="form-actions">
          <Button onPress={() => setAsking(false)}>Cancel</Button>
          <Button look="danger" onPress={() => void remove()}>
            Delete
          </Button>
        </div>
      </Dialog>
    </div>
  )
}

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { isOneOf, useMe } from '../../../api/me.ts'
import { api } from '../../../api/request.ts'
import { phone } from '../../../look/format.ts'
import { Button } from '../../../parts/button.tsx'
import { Empty, Trouble } from '../../../parts/empty.tsx'
import { Section } from '../../../parts/page.tsx'
import { PeriodPicker } from '../../../parts/period-picker.tsx'
import { TableSkeleton } from '../../../parts/skeleton.tsx'
import { say, sayTrouble } from '../../../parts/toast.tsx'
import { FirstFlow } from '../flow/first-flow.tsx'
import type { Flow } from '../flow/flow.ts'
import { FlowEditor } from '../flow/flow-editor.tsx'
import { type Pool, poolsKey, useNumbers, usePools } from '../numbers/tracking-number.ts'
import { Planner } from './planner.tsx'
import { PoolForm } from './pool-form.tsx'
import { usePoolsReport } from './pools.tsx'
import './pool.css'

/** One pool: whether it has numbers enough, how long visitors keep one, and what callers go through. */
export default function PoolPage({ id }: { readonly id: string }) {
  const pools = usePools()
  const pool = pools.data?.find((each) => each.id === id)
  if (pools.error) return <Trouble error={pools.error} onRetry={() => void pools.refetch()} />
  if (!pools.data) return <TableSkeleton />
  return pool ? (
    <OnePool pool={pool} />
  ) : (
    <Empty title="The account has no such pool.">
      <Link href="/settings/pools">All pools</Link>
    </Empty>
  )
}

function OnePool({ pool }: { readonly pool: Pool }) {
  const mayEdit = isOneOf(useMe(), 'owner', 'marketer')
  const report = usePoolsReport()
  const numbers = useNumbers().data?.filter(({ poolId }) => poolId === pool.id)
  const [isEditing, setEditing] = useState(false)
  const saveFlow = useSaveFlow(pool)
  const row = report.data?.rows.find(({ key }) => key === pool.id)
  return (
    <>
      <Section
        title={pool.name}
        lead={`Instead of ${pool.swapTargets.map(phone).join(', ')}`}
        actions={<PeriodPicker />}
      >
        <Link className="back" href="/settings/pools">
          ← All pools
        </Link>
        {row && report.data ? (
          <Planner row={row} assumptions={report.data.assumptions} />
        ) : (
          <TableSkeleton rows={3} />
        )}
      </Section>
      <Section
        title="How it is shown"
        actions={
          mayEdit &&
          !isEditing && (
            <Button size="s" onPress={() => setEditing(true)}>
              Edit
            </Button>
          )
        }
      >
        {isEditing ? (
          <PoolForm pool={pool} onDone={() => setEditing(false)} />
        ) : (
          <p className="reckoning">
            A visitor keeps a number for {pool.leaseMinutes} minutes after the last sign of life; then it
            rests for {pool.cooldownMinutes} minutes, for calls that come late.{' '}
            {pool.fallbackNumber
              ? `Without any number of its own the pool shows ${phone(pool.fallbackNumber)}.`
              : 'Without any number of its own the page’s number stays.'}
          </p>
        )}
      </Section>
      <Section title="Numbers">
        {numbers?.length === 0 && (
          <Empty title="The pool has no number yet.">
            Add numbers under <Link href="/settings/numbers">Numbers and flows</Link>, for visitors of this
            pool.
          </Empty>
        )}
        <ul className="pool-numbers">
          {numbers?.map(({ id, number, restingUntil, flow }) => (
            <li key={id}>
              <Link href={`/settings/numbers/${id}`}>{phone(number)}</Link>
              {restingUntil && <span className="quiet small"> rests</span>}
              {flow && <span className="quiet small"> own flow</span>}
            </li>
          ))}
        </ul>
      </Section>
      <Section title="Call flow" lead="For all of its numbers that have no flow of their own.">
        {pool.flow ? (
          <FlowEditor
            flow={pool.flow}
            title="A call to a number of the pool"
            mayEdit={mayEdit}
            onSave={saveFlow}
          />
        ) : (
          <FirstFlow mayEdit={mayEdit} onSave={saveFlow} />
        )}
      </Section>
    </>
  )
}

function useSaveFlow(pool: Pool) {
  const queries = useQueryClient()
  const patch = async (flow: Flow | null) => {
    const changed = await api.patch<Pool>(`/v1/pools/${pool.id}`, { flow })
    queries.setQueryData<readonly Pool[]>(poolsKey, (all = []) =>
      all.map((each) => (each.id === changed.id ? changed : each)),
    )
  }
  return async (flow: Flow, said: string) => {
    await patch(flow)
    say(said, () => void patch(pool.flow ?? null).catch(sayTrouble))
  }
}

import { Phone, Plus } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { isOneOf, useMe } from '../../../api/me.ts'
import { phone } from '../../../look/format.ts'
import { Button } from '../../../parts/button.tsx'
import { Empty, Trouble } from '../../../parts/empty.tsx'
import { Section } from '../../../parts/page.tsx'
import { TableSkeleton } from '../../../parts/skeleton.tsx'
import { type Column, DataTable } from '../../../parts/table.tsx'
import { Health } from './health.tsx'
import { LastCall } from './last-call.tsx'
import { NewNumber } from './new-number.tsx'
import { testCallAddress, usePhoneHere } from './phone-here.ts'
import { sourceText, type TrackingNumber, useNumbers, usePools } from './tracking-number.ts'

/** All tracking numbers: what each stands for, whether it serves, when it rang last. */
export default function Numbers() {
  const me = useMe()
  const mayEdit = isOneOf(me, 'owner', 'marketer')
  const numbers = useNumbers()
  const pools = usePools()
  const hasPhone = usePhoneHere()
  const [isAdding, setAdding] = useState(false)
  const poolOf = ({ poolId }: TrackingNumber) => pools.data?.find(({ id }) => id === poolId)
  const columns: readonly Column<TrackingNumber>[] = [
    {
      id: 'label',
      title: 'Number',
      order: ({ label }) => label.toLowerCase(),
      cell: ({ id, label, number }) => (
        <>
          <Link href={`/settings/numbers/${id}`}>{label}</Link>
          <br />
          <span className="quiet small is-whole">{phone(number)}</span>
        </>
      ),
    },
    {
      id: 'for',
      title: 'Stands for',
      order: (number) => number.kind + (poolOf(number)?.name ?? sourceText(number)),
      cell: (number) => {
        const pool = poolOf(number)
        if (number.kind === 'source')
          return sourceText(number) || <span className="quiet">no source set</span>
        return (
          <>
            <span className="quiet">Pool </span>
            {pool ? <Link href={`/settings/pools/${pool.id}`}>{pool.name}</Link> : number.poolId}
          </>
        )
      },
    },
    {
      id: 'health',
      title: 'Health',
      order: ({ restingUntil = '' }) => restingUntil,
      cell: (number) => (pools.data ? <Health of={number} pool={poolOf(number)} /> : '…'),
    },
    { id: 'last', title: 'Last call', isMinor: true, cell: ({ number }) => <LastCall number={number} /> },
    ...(hasPhone && mayEdit
      ? [
          {
            id: 'test',
            title: 'Try it',
            isMinor: true,
            cell: ({ number, label }: TrackingNumber) => (
              <a
                href={testCallAddress(number)}
                target="_blank"
                rel="noreferrer"
                aria-label={`Test call to ${label}`}
                className="button button-plain button-s"
              >
                <Phone aria-hidden="true" /> Test call
              </a>
            ),
          },
        ]
      : []),
  ]
  if (numbers.error) return <Trouble error={numbers.error} onRetry={() => void numbers.refetch()} />
  return (
    <Section
      title="Numbers and flows"
      lead="Each number tells where a caller came from, and what a caller goes through."
      actions={
        mayEdit && (
          <Button look="primary" onPress={() => setAdding(true)}>
            <Plus aria-hidden="true" /> Add a number
          </Button>
        )
      }
    >
      {!numbers.data ? (
        <TableSkeleton />
      ) : numbers.data.length === 0 ? (
        <Empty title="No tracking number yet.">
          Buy one at Twilio (<code>npm run tieline -- numbers search</code> helps), add it here, and say which
          phone it rings. A number on a van or a flyer stands for that one source; numbers of a pool are shown
          to one visitor of your pages at a time.
        </Empty>
      ) : (
        <DataTable label="Tracking numbers" columns={columns} rows={numbers.data} rowKey={({ id }) => id} />
      )}
      {mayEdit && <NewNumber isOpen={isAdding} onClose={() => setAdding(false)} pools={pools.data ?? []} />}
    </Section>
  )
}

import { Phone } from 'lucide-react'
import { Link } from 'wouter'
import { isOneOf, useMe } from '../../../api/me.ts'
import { phone } from '../../../look/format.ts'
import { Button, LinkButton } from '../../../parts/button.tsx'
import { Empty, Trouble } from '../../../parts/empty.tsx'
import { Section } from '../../../parts/page.tsx'
import { TableSkeleton } from '../../../parts/skeleton.tsx'
import { sayTrouble } from '../../../parts/toast.tsx'
import { FirstFlow } from '../flow/first-flow.tsx'
import { FlowEditor } from '../flow/flow-editor.tsx'
import { About } from './about.tsx'
import { testCallAddress, usePhoneHere } from './phone-here.ts'
import { type TrackingNumber, useNumbers, usePools } from './tracking-number.ts'
import { useChangeNumber } from './use-change-number.ts'

/** One number: what it stands for, and what its callers go through. */
export default function NumberPage({ id }: { readonly id: string }) {
  const numbers = useNumbers()
  const number = numbers.data?.find((each) => each.id === id)
  if (numbers.error) return <Trouble error={numbers.error} onRetry={() => void numbers.refetch()} />
  if (!numbers.data) return <TableSkeleton />
  if (!number) {
    return (
      <Empty title="The account has no such number.">
        <Link href="/settings/numbers">All numbers</Link>
      </Empty>
    )
  }
  return <OneNumber number={number} />
}

function OneNumber({ number }: { readonly number: TrackingNumber }) {
  const mayEdit = isOneOf(useMe(), 'owner', 'marketer')
  const hasPhone = usePhoneHere()
  const pools = usePools()
  const change = useChangeNumber(number)
  const pool = pools.data?.find(({ id }) => id === number.poolId)
  const title = `A call to ${phone(number.number)}`
  return (
    <>
      <Section
        title={number.label}
        lead={phone(number.number)}
        actions={
          hasPhone &&
          mayEdit && (
            <LinkButton href={testCallAddress(number.number)} target="_blank" rel="noreferrer">
              <Phone aria-hidden="true" /> Test call
            </LinkButton>
          )
        }
      >
        <Link className="back" href="/settings/numbers">
          ← All numbers
        </Link>
        <About number={number} pools={pools.data ?? []} mayEdit={mayEdit} />
      </Section>
      <Section
        title="Call flow"
        lead="What a caller goes through, from above to below."
        actions={
          number.flow &&
          pool &&
          mayEdit && (
            <Button
              onPress={() => void change({ flow: null }, 'The pool’s flow holds again.').catch(sayTrouble)}
            >
              Use the pool’s flow
            </Button>
          )
        }
      >
        {number.flow ? (
          <FlowEditor
            flow={number.flow}
            title={title}
            mayEdit={mayEdit}
            onSave={(flow, said) => change({ flow }, said)}
          />
        ) : pool?.flow ? (
          <>
            <p className="notice">
              This number does what its pool does: change it{' '}
              <Link href={`/settings/pools/${pool.id}`}>there</Link>, or{' '}
              <button
                type="button"
                className="text-button"
                onClick={() =>
                  void change({ flow: pool.flow }, 'It has a flow of its own now.').catch(sayTrouble)
                }
                disabled={!mayEdit}
              >
                give it a flow of its own
              </button>
              .
            </p>
            <FlowEditor flow={pool.flow} title={title} mayEdit={false} onSave={async () => {}} />
          </>
        ) : (
          <FirstFlow mayEdit={mayEdit} onSave={(flow, said) => change({ flow }, said)} />
        )}
      </Section>
    </>
  )
}

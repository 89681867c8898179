import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../../api/request.ts'
import type { Inbound, List } from '../../../api/types.ts'
import { ago, count } from '../../../look/format.ts'
import { Badge } from '../../../parts/badge.tsx'
import { Button } from '../../../parts/button.tsx'
import { Copy } from '../../../parts/copy.tsx'
import { Empty, Trouble } from '../../../parts/empty.tsx'
import { Switch } from '../../../parts/field.tsx'
import { Section } from '../../../parts/page.tsx'
import { TableSkeleton } from '../../../parts/skeleton.tsx'
import { say, sayTrouble } from '../../../parts/toast.tsx'
import { type Made, MapForm } from './map-form.tsx'
import { Told } from './told.tsx'
import './incoming.css'

const inboundKey = ['inbound'] as const

/** How other systems tell what became of people, and what they told. */
export default function Incoming() {
  const queries = useQueryClient()
  const addresses = useQuery({ queryKey: inboundKey, queryFn: () => api.get<List<Inbound>>('/v1/inbound') })
  const [editing, setEditing] = useState<Inbound | 'new'>()
  const [made, setMade] = useState<Made>()
  const refresh = () => queries.invalidateQueries({ queryKey: inboundKey })
  if (addresses.error) return <Trouble error={addresses.error} onRetry={() => void addresses.refetch()} />
  if (editing) {
    return (
      <MapForm
        key={editing === 'new' ? 'new' : editing.id}
        standing={editing === 'new' ? undefined : editing}
        onClose={(saved) => {
          setEditing(undefined)
          if (!saved) return
          void refresh()
          if (saved.url) setMade(saved)
          else say(`${saved.name} is saved.`)
        }}
      />
    )
  }
  const nameOf = (by: string) =>
    by === 'api'
      ? 'by the API'
      : by === 'file'
        ? 'in a file'
        : (addresses.data?.data.find(({ id }) => id === by)?.name ?? by)
  return (
    <>
      <Section
        title="Outcomes coming in"
        lead="A CRM, a shop or a spreadsheet tells by itself what became of people: won, lost, and for how much."
        actions={
          <Button look="primary" onPress={() => setEditing('new')}>
            <Plus aria-hidden="true" /> Make an address
          </Button>
        }
      >
        {made?.url && (
          <div className="notice">
            <p>
              <strong>{made.name}</strong> sends to this address. It is shown only now: whoever has it may
              tell outcomes.
            </p>
            <Copy label={`Address of ${made.name}`} text={made.url} />
          </div>
        )}
        {!addresses.data ? (
          <TableSkeleton rows={3} />
        ) : addresses.data.data.length === 0 ? (
          <Empty title="No other system has an address yet.">
            Make one, say where in its messages stage, phone and value stand, and paste the address there as a
            webhook.
          </Empty>
        ) : (
          <ul className="lines">
            {addresses.data.data.map((each) => (
              <Line
                key={each.id}
                of={each}
                onEdit={() => setEditing(each)}
                onChanged={() => void refresh()}
              />
            ))}
          </ul>
        )}
      </Section>
      <Told nameOf={nameOf} />
    </>
  )
}

function Line({
  of: { id, name, active, last, auth },
  onEdit,
  onChanged,
}: {
  readonly of: Inbound
  readonly onEdit: () => void
  readonly onChanged: () => void
}) {
  const change = (body: object) => api.patch(`/v1/inbound/${id}`, body).then(onChanged, sayTrouble)
  const remove = () =>
    api.remove(`/v1/inbound/${id}`).then(() => {
      say(`${name} is given up: what it sends is refused from now on.`)
      onChanged()
    }, sayTrouble)
  return (
    <li>
      <div>
        {name} {last?.problem && <Badge tone="warn">something was rejected</Badge>}
        <div className="quiet small">
          {last
            ? `last ${ago(last.at)}: ${count(last.accepted)} new, ${count(last.duplicates)} known, ${count(last.ignored)} left out, ${count(last.rejected)} rejected`
            : 'nothing came yet'}
          {auth.kind === 'signature' && ` · signed, ${auth.header}`}
          {last?.problem && (
            <>
              <br />
              {last.problem}
            </>
          )}
        </div>
      </div>
      <Switch isOn={active} onChange={(isOn) => void change({ active: isOn })}>
        <span className="visually-hidden">{name} is </span>open
      </Switch>
      <Button size="s" onPress={onEdit} aria-label={`Change ${name}`}>
        Change
      </Button>
      <Button size="s" look="quiet" onPress={() => void remove()} aria-label={`Give ${name} up`}>
        Give up
      </Button>
    </li>
  )
}

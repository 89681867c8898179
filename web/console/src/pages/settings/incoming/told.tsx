import { useQueryClient } from '@tanstack/react-query'
import { Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { Link } from 'wouter'
import { useEndless } from '../../../api/list.ts'
import { useMe } from '../../../api/me.ts'
import { api } from '../../../api/request.ts'
import { useOneOf } from '../../../api/search.ts'
import type { ToldOutcome } from '../../../api/types.ts'
import { ago, count, money } from '../../../look/format.ts'
import { Badge } from '../../../parts/badge.tsx'
import { Button } from '../../../parts/button.tsx'
import { Segments } from '../../../parts/choice.tsx'
import { Empty, Trouble } from '../../../parts/empty.tsx'
import { Section } from '../../../parts/page.tsx'
import { TableSkeleton } from '../../../parts/skeleton.tsx'
import { type Column, DataTable } from '../../../parts/table.tsx'
import { sayTrouble } from '../../../parts/toast.tsx'

const nodeNames = { contact: 'contact', click: 'click', phone: 'phone', email: 'e-mail' } as const

/** What other systems told lately, and whose it turned out to be. */
export function Told({ nameOf }: { readonly nameOf: (by: string) => string }) {
  const { currency } = useMe().account
  const [which, setWhich] = useOneOf<'all' | 'true'>('waiting', ['all', 'true'], 'all')
  const { rows, hasMore, more, error, again } = useEndless<ToldOutcome>('/v1/outcomes', {
    waiting: which === 'all' ? undefined : which,
  })
  const columns: readonly Column<ToldOutcome>[] = [
    {
      id: 'deal',
      title: 'Told',
      cell: ({ name, heardAt, by }) => (
        <>
          {name ?? <span className="quiet">without an id</span>}
          <br />
          <span className="quiet small">
            {ago(heardAt)}, {nameOf(by)}
          </span>
        </>
      ),
    },
    {
      id: 'stages',
      title: 'What became of it',
      cell: ({ stages }) => {
        const last = stages.at(-1)
        return last ? (
          <>
            {last.stage}
            {stages.length > 1 && (
              <span className="quiet small">
                {' '}
                after{' '}
                {stages
                  .slice(0, -1)
                  .map(({ stage }) => stage)
                  .join(', ')}
              </span>
            )}
          </>
        ) : null
      },
    },
    {
      id: 'value',
      title: 'Value',
      isFigure: true,
      cell: ({ stages }) => {
        const value = stages.findLast((each) => each.value !== null)?.value
        return value ? money(value.amount, currency) : <span className="quiet">–</span>
      },
    },
    {
      id: 'whose',
      title: 'Whose it is',
      cell: ({ enquiryId, knownBy }) =>
        enquiryId ? (
          <Link href={`/enquiries/${enquiryId}`}>
            an enquiry, by {knownBy.map((node) => nodeNames[node]).join(', ')}
          </Link>
        ) : (
          <Badge tone="warn">waits for {knownBy.map((node) => nodeNames[node]).join(' or ')}</Badge>
        ),
    },
  ]
  return (
    <Section
      title="What was told"
      lead="An outcome goes to the person’s last contact before it. Who is not known yet has it when they come."
      actions={
        <>
          <Segments
            label="Which"
            value={which}
            onChange={setWhich}
            options={[
              { id: 'all', name: 'All' },
              { id: 'true', name: 'Waiting' },
            ]}
          />
          <UploadFile />
        </>
      }
    >
      {error ? (
        <Trouble error={error} onRetry={again} />
      ) : !rows ? (
        <TableSkeleton rows={4} />
      ) : rows.length === 0 ? (
        <Empty title={which === 'true' ? 'Nothing waits.' : 'No other system told anything yet.'}>
          {which === 'all' &&
            'Send a CSV file here, make an address above for your CRM, or POST to /v1/outcomes.'}
        </Empty>
      ) : (
        <>
          <DataTable
            label="Outcomes that were told"
            columns={columns}
            rows={rows}
            rowKey={({ id, heardAt }) => `${id} ${heardAt}`}
          />
          {hasMore && (
            <Button size="s" onPress={more}>
              Show more
            </Button>
          )}
        </>
      )}
    </Section>
  )
}

interface Sent {
  readonly accepted: number
  readonly duplicates: number
  readonly rejected: readonly { readonly line: number; readonly detail: string }[]
}

function UploadFile() {
  const queries = useQueryClient()
  const chooser = useRef<HTMLInputElement>(null)
  const [sent, setSent] = useState<Sent>()
  const send = async (file: File) => {
    try {
      const body = new Blob([await file.arrayBuffer()], { type: 'text/csv' })
      setSent(await api.post<Sent>('/v1/outcomes', body))
      await queries.invalidateQueries({ queryKey: ['list', '/v1/outcomes'] })
    } catch (error) {
      sayTrouble(error)
    }
  }
  return (
    <div className="upload">
      <input
        ref={chooser}
        type="file"
        accept=".csv,text/csv"
        hidden
        onChange={(event) => {
          const [file] = event.target.files ?? []
          if (file) void send(file)
          event.target.value = ''
        }}
      />
      <Button onPress={() => chooser.current?.click()}>
        <Upload aria-hidden="true" /> Send a CSV file
      </Button>
      {sent && (
        <p className="small" role="status">
          {count(sent.accepted)} new, {count(sent.duplicates)} known already
          {sent.rejected.length > 0 &&
            `, ${count(sent.rejected.length)} rejected: line ${sent.rejected[0]?.line}, ${sent.rejected[0]?.detail}`}
        </p>
      )}
    </div>
  )
}

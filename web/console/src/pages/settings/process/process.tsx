import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { isOneOf, useMe } from '../../../api/me.ts'
import { api, Problem } from '../../../api/request.ts'
import type { Process, Scoring } from '../../../api/types.ts'
import { Button } from '../../../parts/button.tsx'
import { Trouble } from '../../../parts/empty.tsx'
import { Section } from '../../../parts/page.tsx'
import { TableSkeleton } from '../../../parts/skeleton.tsx'
import { say } from '../../../parts/toast.tsx'
import { processKey, useProcess } from '../../funnel/queries.ts'
import type { ProcessMap } from './draft.ts'
import { MapEditor } from './map-editor.tsx'
import { type Scores, ScoringEditor } from './scoring-editor.tsx'
import './process.css'

const scoringKey = ['scoring'] as const
const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** The business's way from the first visit to the sale, and how near to it people are. */
export default function ProcessSettings() {
  const me = useMe()
  const mayEdit = isOneOf(me, 'owner', 'marketer')
  const process = useProcess()
  const scoring = useQuery({ queryKey: scoringKey, queryFn: () => api.get<Scoring>('/v1/scoring') })
  const error = process.error ?? scoring.error
  if (error) {
    return (
      <Trouble
        error={error}
        onRetry={() => {
          void process.refetch()
          void scoring.refetch()
        }}
      />
    )
  }
  if (!process.data || !scoring.data) return <TableSkeleton rows={12} />
  return (
    <>
      <MapPart key={`map ${process.data.revision}`} standing={process.data} mayEdit={mayEdit} />
      <ScoresPart key={`scores ${scoring.data.revision}`} standing={scoring.data} mayEdit={mayEdit} />
    </>
  )
}

function MapPart({ standing, mayEdit }: { readonly standing: Process; readonly mayEdit: boolean }) {
  const queries = useQueryClient()
  const { stages, steps, revision } = standing
  const [map, setMap] = useState<ProcessMap>({ stages, steps })
  const save = useSave('/v1/process', { ...map, revision }, async (saved) => {
    queries.setQueryData(processKey, saved)
    await queries.invalidateQueries({ queryKey: ['funnel'] })
  })
  return (
    <Section
      title="Process"
      lead={
        <>
          The steps from the first visit to the sale. Where they are reached by rules, a change goes through
          all of your history. <Link href="/funnel">See the funnel</Link>
        </>
      }
    >
      <MapEditor map={map} mayEdit={mayEdit} onChange={setMap} />
      <Unsaved
        isChanged={!isSame(map, { stages, steps })}
        what="The process"
        save={save}
        onDrop={() => setMap({ stages, steps })}
      />
    </Section>
  )
}

function ScoresPart({ standing, mayEdit }: { readonly standing: Scoring; readonly mayEdit: boolean }) {
  const queries = useQueryClient()
  const { halfLifeDays, thresholds, rules, revision } = standing
  const usual: Scores = { halfLifeDays, thresholds, rules }
  const [scores, setScores] = useState(usual)
  const save = useSave('/v1/scoring', { ...scores, revision }, (saved) => {
    queries.setQueryData(scoringKey, saved)
  })
  return (
    <Section
      title="Scores"
      lead="How near somebody is to buying, by what they did lately. Every score explains itself on the person’s page."
    >
      <ScoringEditor scores={scores} mayEdit={mayEdit} onChange={setScores} />
      <Unsaved
        isChanged={!isSame(scores, usual)}
        what="The scores"
        save={save}
        onDrop={() => setScores(usual)}
      />
    </Section>
  )
}

interface Saving {
  readonly error: unknown
  readonly run: () => Promise<void>
}

function useSave<T>(path: string, body: unknown, onSaved: (saved: T) => unknown): Saving {
  const [error, setError] = useState<unknown>()
  return {
    error,
    async run() {
      try {
        const saved = await api.put<T>(path, body)
        setError(undefined)
        say('Saved. Your history is gone through with it now.')
        await onSaved(saved)
      } catch (refusal) {
        setError(refusal)
      }
    },
  }
}

/** What was changed and is not saved yet, always in sight. */
const Unsaved = ({
  isChanged,
  what,
  save,
  onDrop,
}: {
  readonly isChanged: boolean
  readonly what: string
  readonly save: Saving
  readonly onDrop: () => void
}) =>
  isChanged ? (
    <section className="unsaved" aria-label={`${what}: not saved yet`}>
      <span>
        {what} {what.endsWith('s') && what !== 'The process' ? 'are' : 'is'} changed and not saved yet.
        {save.error instanceof Problem && (
          <span className="field-error" role="alert">
            {' '}
            {save.error.whole}
          </span>
        )}
      </span>
      <span className="page-actions">
        <Button onPress={onDrop}>Drop the changes</Button>
        <Button look="primary" onPress={() => void save.run()}>
          Save
        </Button>
      </span>
    </section>
  ) : null

import { useQuery } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import { defaultScoring } from '../../../../../../shared/domain/scoring-default.ts'
import { isOneOf, useMe } from '../../../api/me.ts'
import { api } from '../../../api/request.ts'
import type { Scoring } from '../../../api/types.ts'
import { Button } from '../../../parts/button.tsx'
import { Trouble } from '../../../parts/empty.tsx'
import { Section } from '../../../parts/page.tsx'
import { TableSkeleton } from '../../../parts/skeleton.tsx'
import { Unsaved } from '../../funnel/process/unsaved.tsx'
import { useDraft } from '../../funnel/process/use-draft.ts'
import { type Scores, ScoringEditor } from './scoring-editor.tsx'

const scoringKey = ['scoring'] as const
const scoresIn = ({ halfLifeDays, thresholds, rules }: Scoring): Scores => ({
  halfLifeDays,
  thresholds,
  rules,
})
const usual = defaultScoring as Scores
const isUsual = (scores: Scores) => JSON.stringify(scores) === JSON.stringify(usual)

/** How near somebody is to buying: what gives points, how they fade, and from how many on somebody is warm or ready. */
export default function ScoringPage() {
  const { data, error, refetch } = useQuery({
    queryKey: scoringKey,
    queryFn: () => api.get<Scoring>('/v1/scoring'),
  })
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />
  return data ? <Editor standing={data} /> : <TableSkeleton rows={12} />
}

function Editor({ standing }: { readonly standing: Scoring }) {
  const mayEdit = isOneOf(useMe(), 'owner', 'marketer')
  const draft = useDraft('/v1/scoring', scoringKey, standing, scoresIn)
  const { thresholds } = draft.value
  return (
    <Section
      title="What makes a score"
      lead="Every score explains itself on the person’s page: which of these gave how many points, and what is left of them."
      actions={
        mayEdit && (
          <Button isDisabled={isUsual(draft.value)} onPress={() => draft.change(usual)}>
            <RotateCcw aria-hidden="true" /> Back to the usual scores
          </Button>
        )
      }
    >
      <ScoringEditor
        scores={draft.value}
        mayEdit={mayEdit}
        errors={draft.refusal?.errors ?? []}
        onChange={draft.change}
      />
      <Unsaved what="The scores are" draft={draft} isWhole={thresholds.warm < thresholds.ready} />
    </Section>
  )
}

import { RotateCcw } from 'lucide-react'
import { defaultProcess } from '../../../../../../shared/domain/process-default.ts'
import { isOneOf, useMe } from '../../../api/me.ts'
import type { Process } from '../../../api/types.ts'
import { Button } from '../../../parts/button.tsx'
import { Trouble } from '../../../parts/empty.tsx'
import { Section } from '../../../parts/page.tsx'
import { TableSkeleton } from '../../../parts/skeleton.tsx'
import { processKey, useProcess } from '../queries.ts'
import type { ProcessMap } from './draft.ts'
import { MapEditor } from './map-editor.tsx'
import { Unsaved } from './unsaved.tsx'
import { useDraft } from './use-draft.ts'
import './process.css'

/** The business's way from the first visit to the sale. */
export default function ProcessEditor() {
  const { data, error, refetch } = useProcess()
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />
  return data ? <Editor standing={data} /> : <TableSkeleton rows={12} />
}

const mapIn = ({ stages, steps }: Process): ProcessMap => ({ stages, steps })
const usual = defaultProcess as ProcessMap
const isUsual = (map: ProcessMap) => JSON.stringify(map) === JSON.stringify(usual)

function Editor({ standing }: { readonly standing: Process }) {
  const mayEdit = isOneOf(useMe(), 'owner', 'marketer')
  const draft = useDraft('/v1/process', processKey, standing, mapIn)
  const { steps } = draft.value
  const online = steps.filter(({ where }) => where === 'online').length
  const hasWay = steps.some(({ path }) => path === 'main')
  return (
    <Section
      title="Steps in their order"
      lead={`${steps.length} steps, ${online} online and ${steps.length - online} offline. Drag a step, or press Alt with an arrow key on it, to move it.`}
      actions={
        mayEdit && (
          <Button isDisabled={isUsual(draft.value)} onPress={() => draft.change(usual)}>
            <RotateCcw aria-hidden="true" /> Back to the usual process
          </Button>
        )
      }
    >
      {!hasWay && (
        <p className="field-error" role="alert">
          No step stands on the way: without one there is no funnel. Make one of them a step on the way.
        </p>
      )}
      <MapEditor
        map={draft.value}
        mayEdit={mayEdit}
        errors={draft.refusal?.errors ?? []}
        onChange={draft.change}
      />
      <Unsaved what="The process is" draft={draft} isWhole={hasWay} />
    </Section>
  )
}

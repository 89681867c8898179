import { PhoneIncoming } from 'lucide-react'
import { useState } from 'react'
import { useCampaigns } from '../../../api/campaigns.ts'
import { Section } from '../../../parts/page.tsx'
import type { Flow } from './flow.ts'
import type { Step } from './step.ts'
import { StepNode } from './step-node.tsx'
import { before, missed, texts } from './steps.ts'
import './flow.css'

/**
 * What a caller goes through, from above to below; each step is opened where it stands.
 * @param onSave rejects with the API's refusal, which then stands beside the fields
 */
export function FlowEditor({
  flow,
  title,
  onSave,
  mayEdit,
}: {
  readonly flow: Flow
  readonly title: string
  readonly onSave: (flow: Flow, said: string) => Promise<unknown>
  readonly mayEdit: boolean
}) {
  const campaigns = useCampaigns().data ?? []
  const [open, setOpen] = useState<string>()
  const campaignName = (id: string) => campaigns.find((each) => each.id === id)?.name ?? id
  const nodes = (steps: readonly Step[]) =>
    steps.map((step) => (
      <StepNode
        key={step.id}
        step={step}
        flow={flow}
        campaigns={campaigns}
        campaignName={campaignName}
        isOpen={open === step.id}
        onOpen={mayEdit ? () => setOpen(step.id) : undefined}
        onClose={() => setOpen(undefined)}
        onSave={onSave}
      />
    ))
  return (
    <>
      <ol className="flow" aria-label="What a caller goes through">
        <li className="step step-begin">
          <span className="step-mark">
            <PhoneIncoming aria-hidden="true" />
          </span>
          <p className="step-head">
            <strong>{title}</strong>
          </p>
        </li>
        {nodes(before)}
      </ol>
      <div className="flow-parting">
        <div className="flow-way">
          <h3>Answered</h3>
          <p className="quiet small">They talk{flow.record ? ', recorded' : ''}. The call is done.</p>
        </div>
        <div className="flow-way">
          <h3>Nobody answers</h3>
          <ol className="flow" aria-label="When nobody answers">
            {nodes(missed)}
          </ol>
        </div>
      </div>
      <Section title="Texts">
        <ol className="flow" aria-label="When a text comes">
          {nodes(texts)}
        </ol>
      </Section>
    </>
  )
}

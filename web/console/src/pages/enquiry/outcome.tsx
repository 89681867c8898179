import { useState } from 'react'
import { isOneOf, useMe } from '../../api/me.ts'
import { api } from '../../api/request.ts'
import type { Enquiry } from '../../api/types.ts'
import { minorUnitsOf } from '../../look/amount.ts'
import type { Stage } from '../../look/stages.ts'
import { Button } from '../../parts/button.tsx'
import { Section } from '../../parts/page.tsx'
import { StageAndValue } from '../../parts/stage-and-value.tsx'
import { say } from '../../parts/toast.tsx'
import { useSaying } from './use-verdict.ts'

/** What came of it, told by whoever knows. */
export function Outcome({ enquiry: { id } }: { readonly enquiry: Enquiry }) {
  const me = useMe()
  const saying = useSaying(id)
  const [stage, setStage] = useState<Stage>('won')
  const [value, setValue] = useState('')
  const minorUnits = minorUnitsOf(value, me.account.currency)
  if (!isOneOf(me, 'owner', 'marketer', 'agent')) return null
  const tell = async () => {
    const isDone = await saying(
      (standing) => ({
        ...standing,
        outcomes: [
          ...standing.outcomes,
          {
            at: new Date().toISOString(),
            stage,
            contact: '',
            ...(typeof minorUnits === 'number' && { valueMinorUnits: minorUnits }),
          },
        ],
        ...(typeof minorUnits === 'number' && { value: { ...standing.value, amount: minorUnits } }),
      }),
      () =>
        api.post('/v1/outcomes', {
          enquiryId: id,
          stage,
          ...(minorUnits !== undefined && { value: minorUnits }),
        }),
    )
    if (!isDone) return
    setValue('')
    say(`Noted: ${stage}.`)
  }
  return (
    <Section title="Outcome" lead="The value that was told last holds; nothing does once it is lost.">
      <form
        className="outcome"
        onSubmit={(event) => {
          event.preventDefault()
          if (minorUnits !== null) void tell()
        }}
      >
        <StageAndValue stage={stage} onStage={setStage} value={value} onValue={setValue} />
        <Button type="submit">Report</Button>
      </form>
    </Section>
  )
}

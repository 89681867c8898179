import { useState } from 'react'
import { useMe } from '../../api/me.ts'
import { minorUnitsOf } from '../../look/amount.ts'
import type { Stage } from '../../look/stages.ts'
import { Button } from '../../parts/button.tsx'
import { StageAndValue } from '../../parts/stage-and-value.tsx'
import { say } from '../../parts/toast.tsx'
import type { ToldOutcome } from './with-outcome.ts'

/** What came of it, chosen and told. @param onTell resolves to whether it was accepted: else what was chosen stays */
export function OutcomeForm({ onTell }: { readonly onTell: (told: ToldOutcome) => Promise<boolean> }) {
  const { currency } = useMe().account
  const [stage, setStage] = useState<Stage | ''>('')
  const [value, setValue] = useState('')
  const [isTelling, setTelling] = useState(false)
  const minorUnits = minorUnitsOf(value, currency)
  const tell = async (told: ToldOutcome) => {
    setTelling(true)
    const isDone = await onTell(told)
    setTelling(false)
    if (!isDone) return
    setStage('')
    setValue('')
    say(`Noted: ${told.stage}.`)
  }
  return (
    <form
      className="outcome"
      onSubmit={(event) => {
        event.preventDefault()
        if (stage === '' || minorUnits === null || isTelling) return
        void tell({ stage, ...(minorUnits !== undefined && { value: minorUnits }) })
      }}
    >
      <StageAndValue stage={stage} onStage={setStage} value={value} onValue={setValue} />
      <Button type="submit" isDisabled={stage === '' || isTelling}>
        Report
      </Button>
    </form>
  )
}

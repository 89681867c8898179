import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isOneOf, useMe } from '../../api/me.ts'
import { api } from '../../api/request.ts'
import { settled } from '../../api/settled.ts'
import { minorUnitsOf } from '../../look/amount.ts'
import type { Stage } from '../../look/stages.ts'
import { Button } from '../../parts/button.tsx'
import { StageAndValue } from '../../parts/stage-and-value.tsx'
import { say, sayTrouble } from '../../parts/toast.tsx'

/** What came of the call, and what it was worth. */
export function CallOutcome({ callSid }: { readonly callSid: string }) {
  const me = useMe()
  const queries = useQueryClient()
  const [stage, setStage] = useState<Stage | ''>('')
  const [value, setValue] = useState('')
  const minorUnits = minorUnitsOf(value, me.account.currency)
  if (!isOneOf(me, 'owner', 'marketer', 'agent')) return null
  const tell = async () => {
    try {
      await api.post('/v1/outcomes', {
        callSid,
        stage,
        ...(minorUnits !== undefined && { value: minorUnits }),
      })
    } catch (error) {
      return sayTrouble(error)
    }
    say(`Noted: ${stage}.`)
    setStage('')
    setValue('')
    await settled()
    await queries.invalidateQueries({ queryKey: ['enquiry'] })
    await queries.invalidateQueries({ queryKey: ['list', '/v1/calls'] })
  }
  return (
    <form
      className="outcome"
      onSubmit={(event) => {
        event.preventDefault()
        if (stage !== '' && minorUnits !== null) void tell()
      }}
    >
      <StageAndValue stage={stage} onStage={setStage} value={value} onValue={setValue} />
      <Button type="submit" isDisabled={stage === ''}>
        Report
      </Button>
    </form>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useCampaigns } from '../../api/campaigns.ts'
import { api, Problem } from '../../api/request.ts'
import { Field } from '../../parts/field.tsx'
import { benefitOf } from './benefit.ts'
import { readCode } from './read-code.ts'
import type { CheckedCode, DeskCall } from './types.ts'
import { useCodeLengths } from './use-desk.ts'

/** So long nothing more has to be typed before the bridge is asked. */
const restMilliseconds = 120

function useRested(text: string): string {
  const [rested, setRested] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), restMilliseconds)
    return () => clearTimeout(timer)
  }, [text])
  return rested
}

/** One field for the code that a caller quotes: judged while it is typed, bound to the call by Enter. */
export function QuotedCode({
  call,
  typed,
  isLeft,
  onType,
  onBound,
}: {
  readonly call: DeskCall
  readonly typed: string
  /** The call can't be done while it stands here. */
  readonly isLeft: boolean
  readonly onType: (typed: string) => void
  readonly onBound: () => void
}) {
  const campaigns = useCampaigns().data
  const [refusal, setRefusal] = useState<string>()
  const [isBinding, setBinding] = useState(false)
  const lengths = useCodeLengths()
  const reading = readCode(typed, lengths)
  const digits = 'digits' in reading ? reading.digits : ''
  const rested = useRested(reading.kind === 'whole' ? digits : '')
  const checked = useQuery({
    queryKey: ['check', call.callSid, rested],
    queryFn: () => api.post<CheckedCode>(`/v1/codes/${rested}/check`, { callSid: call.callSid }),
    enabled: rested !== '' && rested === digits,
    retry: false,
    staleTime: 10_000,
  })
  const bind = async () => {
    if (digits === '' || isBinding) return
    setBinding(true)
    try {
      await api.post(`/v1/calls/${encodeURIComponent(call.callSid)}/code`, { code: digits })
      onType('')
      setRefusal(undefined)
      onBound()
    } catch (error) {
      setRefusal(error instanceof Problem ? error.message : 'It could not be bound.')
    } finally {
      setBinding(false)
    }
  }
  const campaign = campaigns?.find(({ id }) => id === checked.data?.campaignId)
  const problem =
    refusal ??
    (reading.kind === 'wrong'
      ? 'The check digit does not fit: one digit is wrong, or two changed places.'
      : reading.kind === 'long'
        ? 'Too long for a code.'
        : reading.kind === 'whole' && rested === digits && checked.error
          ? checked.error.message
          : isLeft
            ? 'Not a whole code.'
            : undefined)
  const help =
    reading.kind === 'empty' ? (
      'Just the digits, as they are said.'
    ) : reading.kind === 'short' ? (
      `${digits.length} of ${lengths.toSorted((a, b) => a - b).find((each) => each > digits.length)} digits`
    ) : reading.kind === 'whole' && rested === digits && checked.data ? (
      <span className="desk-good">
        {benefitOf(checked.data.benefit)}
        {campaign && `, ${campaign.name}`}. <kbd>Enter</kbd> binds it.
      </span>
    ) : reading.kind === 'whole' && !problem ? (
      'Checking…'
    ) : undefined
  return (
    <form
      className="desk-code"
      onKeyDown={({ key }) => {
        if (key === 'Escape') {
          setRefusal(undefined)
          onType('')
        }
      }}
      onSubmit={(event) => {
        event.preventDefault()
        void bind()
      }}
    >
      {call.code && (
        <p className="desk-good">
          Quoted: <span className="mono">{call.code.display}</span>
          {call.code.benefit && `, ${call.code.benefit}`}
        </p>
      )}
      <Field
        label="Code that the caller quotes"
        data-desk="code"
        value={typed}
        onChange={(text) => {
          setRefusal(undefined)
          onType(text)
        }}
        inputMode="numeric"
        autoComplete="off"
        isMono
        placeholder="482 0913"
        help={problem ? undefined : help}
        error={isLeft ? `${problem} Correct it, or press Esc to do without.` : problem}
      />
    </form>
  )
}

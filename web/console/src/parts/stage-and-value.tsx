import { useMe } from '../api/me.ts'
import { minorUnitsOf } from '../look/amount.ts'
import { type Stage, stages } from '../look/stages.ts'
import { Segments } from './choice.tsx'
import { Field } from './field.tsx'
import './stage-and-value.css'

/** How far the business got with somebody, and what it is worth. */
export function StageAndValue({
  stage,
  onStage,
  value,
  onValue,
}: {
  readonly stage: Stage | ''
  readonly onStage: (stage: Stage) => void
  readonly value: string
  readonly onValue: (value: string) => void
}) {
  const { currency } = useMe().account
  return (
    <>
      <Segments label="What came of it" options={stages} value={stage as Stage} onChange={onStage} />
      <Field
        label={`Value, ${currency}`}
        value={value}
        onChange={onValue}
        inputMode="decimal"
        error={minorUnitsOf(value, currency) === null ? 'An amount, such as 1200 or 89.50.' : undefined}
      />
    </>
  )
}

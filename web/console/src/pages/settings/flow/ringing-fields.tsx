import { useState } from 'react'
import { Segments } from '../../../parts/choice.tsx'
import { Field } from '../../../parts/field.tsx'
import { LinesField } from '../../../parts/lines-field.tsx'
import type { Ringing } from './flow.ts'

const orders = [
  { id: 'all', name: 'All at once' },
  { id: 'in-order', name: 'One after another' },
] as const

const secondsOf = (text: string): Ringing['ringSeconds'] => {
  const all = text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map(Number)
  return all.length > 1 ? all : all[0]
}

/** Which phones ring, in which order, how long. */
export function RingingFields({
  value,
  onChange,
  errorAt,
  label = 'Phones',
  isPhonesOnly = false,
}: {
  readonly value: Ringing
  readonly onChange: (fields: Ringing) => void
  readonly errorAt: (path: string) => string | undefined
  readonly label?: string
  readonly isPhonesOnly?: boolean
}) {
  const { forwardTo = [], ring = 'all', ringSeconds } = value
  const [seconds, setSeconds] = useState(String(ringSeconds ?? '').replaceAll(',', ', '))
  return (
    <>
      <LinesField
        label={label}
        help="One a line, with its country code: +44 20 7946 0018"
        isMono
        value={forwardTo}
        onChange={(forwardTo) => onChange({ ...value, forwardTo })}
        error={errorAt('forwardTo')}
      />
      {!isPhonesOnly && (
        <div className="setting-row">
          <div className="field">
            <span className="field-label" aria-hidden="true">
              Order
            </span>
            <Segments
              label="Order"
              options={orders}
              value={ring}
              onChange={(ring) => onChange({ ...value, ring })}
            />
          </div>
          <Field
            label={ring === 'all' ? 'Seconds' : 'Seconds each'}
            inputMode="numeric"
            placeholder={ring === 'all' ? '30' : '20'}
            help={ring === 'all' ? undefined : 'One for all, or one for each: 20, 15, 30'}
            value={seconds}
            onChange={(text) => {
              setSeconds(text)
              onChange({ ...value, ringSeconds: secondsOf(text) })
            }}
            error={errorAt('ringSeconds')}
          />
        </div>
      )}
    </>
  )
}

import { Plus, X } from 'lucide-react'
import { Button } from '../../../parts/button.tsx'
import { Field, Switch } from '../../../parts/field.tsx'
import { LinesField } from '../../../parts/lines-field.tsx'
import { dayName, filled, type Hours, type Weekday, weekdays } from './flow.ts'
import { RingingFields } from './ringing-fields.tsx'
import type { EditProps } from './step.ts'

type Span = NonNullable<Hours['monday']>[number]
const usual: Span = { from: '09:00', until: '17:30' }
const workdays = weekdays.slice(0, 5)

function Day({
  day,
  spans,
  onChange,
  error,
}: {
  readonly day: Weekday
  readonly spans: readonly Span[]
  readonly onChange: (spans: Span[]) => void
  readonly error: string | undefined
}) {
  const name = dayName(day)
  const put = (index: number, fields: Partial<Span>) =>
    onChange(spans.map((span, at) => (at === index ? { ...span, ...fields } : span)))
  return (
    <li className="hours-day">
      <Switch isOn={spans.length > 0} onChange={(isOn) => onChange(isOn ? [usual] : [])}>
        {name}
      </Switch>
      <div className="hours-spans">
        {spans.length === 0 && <span className="quiet">closed</span>}
        {spans.map(({ from, until }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a span is known by its place
          <span key={index} className="hours-span">
            <input
              className="input"
              inputMode="numeric"
              placeholder="09:00"
              aria-label={`${name}, opens`}
              value={from}
              onChange={({ target }) => put(index, { from: target.value })}
            />
            –
            <input
              className="input"
              inputMode="numeric"
              placeholder="17:30"
              aria-label={`${name}, closes`}
              value={until}
              onChange={({ target }) => put(index, { until: target.value })}
            />
            <Button
              look="quiet"
              size="s"
              aria-label={`Remove ${from} to ${until} on ${name}`}
              onPress={() => onChange(spans.filter((_, at) => at !== index))}
            >
              <X aria-hidden="true" />
            </Button>
          </span>
        ))}
        {spans.length > 0 && (
          <Button
            look="quiet"
            size="s"
            aria-label={`Add a second time on ${name}`}
            onPress={() => onChange([...spans, { from: '18:00', until: '20:00' }])}
          >
            <Plus aria-hidden="true" />
          </Button>
        )}
        {error && <span className="field-error">{error}</span>}
      </div>
    </li>
  )
}

const weekOf = (spans: readonly Span[]): Hours =>
  Object.fromEntries(workdays.map((day) => [day, [...spans]])) as Hours

export function EditHours({ flow, change, errorAt }: EditProps) {
  const { hours, closed } = flow
  const put = (fields: Partial<Hours>) => change({ hours: filled({ ...hours, ...fields }) as Hours })
  if (!hours)
    return (
      <Button onPress={() => change({ hours: weekOf([usual]) })}>
        Begin with Monday to Friday, 09:00–17:30
      </Button>
    )
  return (
    <>
      <ul className="hours">
        {weekdays.map((day) => (
          <Day
            key={day}
            day={day}
            spans={hours[day] ?? []}
            onChange={(spans) => put({ [day]: spans })}
            error={errorAt(`hours.${day}`)}
          />
        ))}
      </ul>
      {errorAt('hours') && !weekdays.some((day) => errorAt(`hours.${day}`)) && (
        <p className="field-error">{errorAt('hours')}</p>
      )}
      <div>
        <Button size="s" onPress={() => put(weekOf(hours.monday ?? [usual]))}>
          Monday’s hours for all workdays
        </Button>
      </div>
      <LinesField
        label="Holidays"
        help="Days on which nothing opens, one a line: 2026-12-25"
        value={hours.holidays ?? []}
        onChange={(holidays) => put({ holidays })}
        error={errorAt('hours.holidays')}
      />
      <Field
        label="Said when closed"
        lines={2}
        placeholder="As usual, in the language of the call"
        value={hours.closedMessage ?? ''}
        onChange={(closedMessage) => put({ closedMessage })}
        error={errorAt('hours.closedMessage')}
      />
      <Switch
        isOn={closed !== undefined}
        onChange={(isOn) => change({ closed: isOn ? { forwardTo: flow.forwardTo } : undefined })}
      >
        Other phones ring when closed
      </Switch>
      {closed && (
        <RingingFields
          label="Phones when closed"
          value={closed}
          onChange={({ forwardTo = [], ...how }) =>
            change({ closed: filled({ ...closed, ...how, forwardTo }) })
          }
          errorAt={(path) => errorAt(`closed.${path}`)}
        />
      )}
    </>
  )
}

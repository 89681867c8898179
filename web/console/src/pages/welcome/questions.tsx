import { useRef, useState } from 'react'
import { fieldErrors } from '../../api/errors.ts'
import { Problem } from '../../api/request.ts'
import { Button } from '../../parts/button.tsx'
import { Segments, Select } from '../../parts/choice.tsx'
import { Field } from '../../parts/field.tsx'
import { type Answers, type Benefit, type Made, minorUnits, setUp } from './set-up.ts'

const media = [
  { id: 'flyer', name: 'a flyer or leaflet' },
  { id: 'poster', name: 'a poster or sign' },
  { id: 'van', name: 'a van' },
  { id: 'newspaper', name: 'a newspaper or magazine' },
  { id: 'business card', name: 'a business card' },
  { id: 'radio', name: 'the radio' },
  { id: 'page', name: 'one page on the web' },
] as const
const benefits = [
  { id: 'percent', name: 'Percent off' },
  { id: 'amount', name: 'Money off' },
  { id: 'gift', name: 'Something free' },
  { id: 'none', name: 'Nothing' },
] as const
type BenefitKind = Benefit['kind']

const places = [
  'Autumn flyer',
  'Shop window',
  'The vans',
  'Harbour Magazine',
  'Cards',
  'Morning show',
  'Contact page',
]

export function Questions({
  currency,
  onDone,
}: {
  readonly currency: string
  readonly onDone: (done: { readonly answers: Answers; readonly made: Required<Made> }) => void
}) {
  const [medium, setMedium] = useState<(typeof media)[number]['id']>('flyer')
  const [place, setPlace] = useState('')
  const [number, setNumber] = useState('')
  const [rings, setRings] = useState('')
  const [kind, setKind] = useState<BenefitKind>('percent')
  const [worth, setWorth] = useState('10')
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const made = useRef<Made>({})
  const errorAt = fieldErrors(error)
  const benefit: Benefit =
    kind === 'percent'
      ? { kind, percent: Number(worth) }
      : kind === 'amount'
        ? { kind, amount: Math.round(Number(worth) * minorUnits(currency)), currency }
        : kind === 'gift'
          ? { kind, description: worth }
          : { kind }
  const answer = async () => {
    const answers = { place, medium, number, rings, benefit }
    setBusy(true)
    try {
      const all = await setUp(answers, made.current, (standing) => {
        made.current = standing
      })
      onDone({ answers, made: all })
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
    }
  }
  const hint = places[media.findIndex(({ id }) => id === medium)]
  return (
    <form
      className="welcome"
      onSubmit={(event) => {
        event.preventDefault()
        void answer()
      }}
    >
      <ol>
        <li>
          <h2>Where will people see your number?</h2>
          <div className="setting-row">
            <Select label="On" isLabelShown options={media} value={medium} onChange={setMedium} />
            <Field
              label="You call it"
              placeholder={hint}
              value={place}
              onChange={setPlace}
              isRequired
              error={errorAt('label') ?? errorAt('name') ?? errorAt('source')}
            />
          </div>
        </li>
        <li>
          <h2>Which number stands there, and which phone does it ring?</h2>
          <div className="setting-row">
            <Field
              label="Number to print"
              type="tel"
              placeholder="+44 20 7946 0123"
              help="One that you have at Twilio for this place alone."
              value={number}
              onChange={setNumber}
              isRequired
              isMono
              error={errorAt('number')}
            />
            <Field
              label="Rings"
              type="tel"
              placeholder="+44 20 7946 0018"
              help="Your own phone."
              value={rings}
              onChange={setRings}
              isRequired
              isMono
              error={errorAt('flow')}
            />
          </div>
        </li>
        <li>
          <h2>What does a caller get who names the code?</h2>
          <div className="welcome-benefit">
            <Segments
              label="Benefit"
              options={benefits}
              value={kind}
              onChange={(next) => {
                setKind(next)
                setWorth(next === 'gift' ? '' : '10')
              }}
            />
            {kind !== 'none' && (
              <Field
                label={{ percent: 'Percent', amount: `Amount in ${currency}`, gift: 'What' }[kind]}
                inputMode={kind === 'gift' ? 'text' : 'decimal'}
                placeholder={kind === 'gift' ? 'Free check of your boiler' : undefined}
                value={worth}
                onChange={setWorth}
                isRequired
                error={errorAt('benefit')}
              />
            )}
            <p className="quiet small">
              The code tells that a caller saw this place, even when they dial another number of yours.
            </p>
          </div>
        </li>
      </ol>
      {error instanceof Problem && (
        <p className="field-error" role="alert">
          {error.errors.length > 0 ? 'Please see to what is marked.' : error.message}
        </p>
      )}
      <Button type="submit" look="primary" size="l" isDisabled={isBusy}>
        Make the number and the code
      </Button>
    </form>
  )
}

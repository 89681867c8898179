import { useRef, useState } from 'react'
import { fieldErrors } from '../../api/errors.ts'
import { Problem } from '../../api/request.ts'
import { Button } from '../../parts/button.tsx'
import { Segments, Select } from '../../parts/choice.tsx'
import { Field, Switch } from '../../parts/field.tsx'
import { type Answers, type Benefit, type Made, minorUnits, type PlaceKind, setUp } from './set-up.ts'

const kinds = [
  { id: 'flyer', name: 'a flyer or leaflet', like: 'Autumn flyer' },
  { id: 'poster', name: 'a poster', like: 'Bus stop' },
  { id: 'sign', name: 'a sign or shop window', like: 'Shop window' },
  { id: 'vehicle', name: 'a van', like: 'The vans' },
  { id: 'card', name: 'a business card', like: 'Cards' },
  { id: 'newspaper', name: 'a newspaper', like: 'Harbour Post' },
  { id: 'magazine', name: 'a magazine', like: 'Harbour Magazine' },
  { id: 'radio', name: 'the radio', like: 'Morning show' },
  { id: 'tv', name: 'television', like: 'Winter spot' },
  { id: 'page', name: 'one page on the web', like: 'directory.example' },
  { id: 'other', name: 'something else', like: 'Match day' },
] as const satisfies readonly { id: PlaceKind; name: string; like: string }[]
const benefits = [
  { id: 'percent', name: 'Percent off' },
  { id: 'amount', name: 'Money off' },
  { id: 'gift', name: 'Something free' },
  { id: 'none', name: 'Nothing' },
] as const
type BenefitKind = Benefit['kind']

export function Questions({
  currency,
  onDone,
}: {
  readonly currency: string
  readonly onDone: (done: { readonly answers: Answers; readonly made: Made }) => void
}) {
  const [where, setWhere] = useState<PlaceKind>('flyer')
  const [name, setName] = useState('')
  const [number, setNumber] = useState('')
  const [phone, setPhone] = useState('')
  const [isOnlyThere, setOnlyThere] = useState(true)
  const [kind, setKind] = useState<BenefitKind>('percent')
  const [worth, setWorth] = useState('10')
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const attempt = useRef({ of: '', key: '' })
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
    const answers: Answers = {
      phone,
      seen: { where, name },
      benefit,
      ...(number && { number, numberOnlyThere: isOnlyThere }),
    }
    const of = JSON.stringify(answers)
    if (attempt.current.of !== of) attempt.current = { of, key: crypto.randomUUID() }
    setBusy(true)
    try {
      onDone({ answers, made: await setUp(answers, attempt.current.key) })
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
    }
  }
  const hint = kinds.find(({ id }) => id === where)?.like
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
            <Select label="On" isLabelShown options={kinds} value={where} onChange={setWhere} />
            <Field
              label="You call it"
              placeholder={hint}
              value={name}
              onChange={setName}
              isRequired
              error={errorAt('seen')}
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
              help="One that you have at Twilio. Without it the code alone tells."
              value={number}
              onChange={setNumber}
              isMono
              error={errorAt('number')}
            />
            <Field
              label="Rings"
              type="tel"
              placeholder="+44 20 7946 0018"
              help="Your own phone."
              value={phone}
              onChange={setPhone}
              isRequired
              isMono
              error={errorAt('phone')}
            />
          </div>
          {number && (
            <p className="reckoning">
              <Switch isOn={isOnlyThere} onChange={setOnlyThere}>
                The number stands nowhere else: calls without the code come from there, too
              </Switch>
            </p>
          )}
        </li>
        <li>
          <h2>What does a caller get who quotes the code?</h2>
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
        Make the code
      </Button>
    </form>
  )
}

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams } from 'wouter'
import { isOneOf, useMe } from '../../api/me.ts'
import { api } from '../../api/request.ts'
import type { Person } from '../../api/types.ts'
import { ago, count, dateAndTime, money } from '../../look/format.ts'
import { Button } from '../../parts/button.tsx'
import { Select } from '../../parts/choice.tsx'
import { Empty, Trouble } from '../../parts/empty.tsx'
import { Figure, Figures } from '../../parts/figure.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { PageSkeleton } from '../../parts/skeleton.tsx'
import { SourceName } from '../../parts/source-name.tsx'
import { say, sayTrouble } from '../../parts/toast.tsx'
import { useProcess } from '../funnel/queries.ts'
import { Score } from './score.tsx'
import { bandSayings, whoIs } from './words.ts'
import './people.css'

/** One person: the steps with why and when, the score with what it is made of, and what leads on. */
export default function PersonPage() {
  const { id = '' } = useParams()
  const { account } = useMe()
  const key = ['person', id]
  const person = useQuery({
    queryKey: key,
    queryFn: () => api.get<Person>(`/v1/people/${encodeURIComponent(id)}`),
  })
  if (person.error) {
    return (
      <Page title="Person">
        <Trouble error={person.error} onRetry={() => void person.refetch()} />
      </Page>
    )
  }
  if (!person.data) return <PageSkeleton />
  const { data } = person
  return (
    <Page
      title={whoIs({
        kind: data.kind,
        lastContact: data.lastContact,
      })}
      lead={
        <>
          First step {dateAndTime(data.startedAt, account.timeZone)}, seen {ago(data.lastAt)}.{' '}
          <Link href="/people">All people</Link>
        </>
      }
    >
      <Figures>
        <Figure label="Score" value={count(data.score)} note={bandSayings[data.band]} />
        <Figure label="Visits" value={count(data.visits)} />
        <Figure label="Contacts" value={count(data.contacts.length)} />
        <Figure label="Value" value={money(data.value.amount, account.currency)} />
      </Figures>
      <div className="person">
        <Steps person={data} queryKey={key} />
        <div>
          <Points person={data} />
          <Section title="Leads on to">
            <ul className="leads">
              {data.enquiries.map((enquiry) => (
                <li key={enquiry}>
                  <Link href={`/enquiries/${enquiry}`}>An enquiry, with its evidence</Link>
                </li>
              ))}
              {data.sources.slice(0, 1).map((source) => (
                <li key="source">
                  <span>
                    Came first by
                    <br />
                    <SourceName of={source} />
                  </span>
                </li>
              ))}
            </ul>
          </Section>
        </div>
      </div>
    </Page>
  )
}

function Steps({ person, queryKey }: { readonly person: Person; readonly queryKey: readonly string[] }) {
  const me = useMe()
  const { timeZone } = me.account
  return (
    <Section title="Steps" lead="As they were reached, and what shows it.">
      {person.steps.length === 0 ? (
        <Empty title="No step of the process yet." />
      ) : (
        <ol className="reached">
          {person.steps.map(({ id, name, at, because }) => (
            <li key={id}>
              <span className="quiet small">{dateAndTime(at, timeZone)}</span>
              <span>
                <strong>{name}</strong>
                <br />
                <span className="quiet small">{because.sentence}</span>
              </span>
            </li>
          ))}
        </ol>
      )}
      {isOneOf(me, 'owner', 'marketer', 'agent') && <MoveByHand person={person} queryKey={queryKey} />}
    </Section>
  )
}

/** What no rule can know: somebody says that the person came so far. */
function MoveByHand({ person, queryKey }: { readonly person: Person; readonly queryKey: readonly string[] }) {
  const queries = useQueryClient()
  const process = useProcess()
  const reached = new Set(person.steps.map(({ id }) => id))
  const options = (process.data?.steps ?? [])
    .filter(({ id }) => !reached.has(id))
    // First those that nobody but a person can know of.
    .toSorted((a, b) => Number(b.how === 'manual') - Number(a.how === 'manual'))
    .map(({ id, name }) => ({ id, name }))
  const [chosen, setChosen] = useState('')
  const step = options.find(({ id }) => id === chosen) ?? options[0]
  if (!step) return null
  const about = person.contacts[0] ? { contact: person.contacts[0].id } : { visitorId: person.id }
  const move = async (isReached: boolean) => {
    await api.post('/v1/process/moves', { ...about, step: step.id, reached: isReached })
    // The views follow in a moment.
    setTimeout(() => void queries.invalidateQueries({ queryKey }), 1500)
  }
  return (
    <form
      className="move"
      onSubmit={(event) => {
        event.preventDefault()
        move(true).then(
          () => say(`Noted: ${step.name}.`, () => void move(false).catch(sayTrouble)),
          sayTrouble,
        )
      }}
    >
      <Select
        label="Came as far as, too"
        isLabelShown
        value={step.id}
        onChange={setChosen}
        options={options}
      />
      <Button type="submit">Say so</Button>
    </form>
  )
}

function Points({ person }: { readonly person: Person }) {
  const { timeZone } = useMe().account
  const { points, thresholds, halfLifeDays } = person.scoring
  return (
    <Section
      title="Why this score"
      lead={`Warm from ${thresholds.warm}, ready from ${thresholds.ready}${halfLifeDays === null ? '' : `; points count for half after ${halfLifeDays} days`}.`}
    >
      <Score of={person} />
      {points.length === 0 ? (
        <Empty title="Nothing gave points yet." />
      ) : (
        <ul className="points">
          {points.map(({ rule, name, at, given, now, because }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same rule may give points twice at one instant
            <li key={`${rule} ${at} ${index}`}>
              <span className="is-points">{now > 0 ? `+${now.toFixed(1)}` : now.toFixed(1)}</span>
              <span>
                {name}
                {given.toFixed(1) !== now.toFixed(1) && <span className="quiet small"> of {given}</span>}
                <br />
                <span className="quiet small">
                  {dateAndTime(at, timeZone)}: {because.sentence}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams } from 'wouter'
import { isOneOf, useMe } from '../../api/me.ts'
import { api, Problem } from '../../api/request.ts'
import type { Person } from '../../api/types.ts'
import { ago, count, dateAndTime, money } from '../../look/format.ts'
import { span } from '../../look/span.ts'
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
import { bandSayings, contactSayings, whoIs } from './words.ts'
import './people.css'

/** One person: the steps with why and when, the score with what it is made of, and what leads on. */
export default function PersonPage() {
  const { id = '' } = useParams()
  const me = useMe()
  const { account } = me
  const key = ['person', id]
  const person = useQuery({
    queryKey: key,
    queryFn: () => api.get<Person>(`/v1/people/${encodeURIComponent(id)}`),
  })
  if (person.error && !person.data) {
    const isGone = person.error instanceof Problem && person.error.status === 404
    return (
      <Page title="Person">
        {isGone ? (
          <Empty title="There is no such person.">
            They may have been erased, or be one with somebody else by now. <a href="/people">All people</a>
          </Empty>
        ) : (
          <Trouble error={person.error} onRetry={() => void person.refetch()} />
        )}
      </Page>
    )
  }
  if (!person.data) return <PageSkeleton />
  const { data } = person
  const [contact] = data.contacts
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
          <CameBy person={data} />
          <Section title="Leads on to">
            <ul className="leads">
              {data.enquiries.map((enquiry) => (
                <li key={enquiry}>
                  <Link href={`/enquiries/${enquiry}`}>An enquiry, with its evidence</Link>
                </li>
              ))}
              {data.contacts.map(({ kind, id, at }) => (
                <li key={id}>
                  {kind === 'call' ? (
                    <Link href={`/calls?call=${encodeURIComponent(id)}`}>A call</Link>
                  ) : (
                    contactSayings[kind]
                  )}{' '}
                  <span className="quiet small">{dateAndTime(at, account.timeZone)}</span>
                </li>
              ))}
              {isOneOf(me, 'owner') && contact && (
                <li>
                  <Link href={`/settings/privacy?by=contact&person=${encodeURIComponent(contact.id)}`}>
                    Export or erase
                  </Link>
                </li>
              )}
            </ul>
            {data.enquiries.length + data.contacts.length === 0 && (
              <p className="quiet">
                No contact yet. A call, a text, a form or a code makes one, and shows who this is.
              </p>
            )}
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
          {person.steps.map(({ id, name, at, because }, index) => {
            const before = person.steps[index - 1]
            const waited = before ? (Date.parse(at) - Date.parse(before.at)) / 1000 : 0
            return (
              <li key={id}>
                <span className="quiet small">
                  {dateAndTime(at, timeZone)}
                  {waited >= 1 && (
                    <>
                      <br />
                      {span(waited)} later
                    </>
                  )}
                </span>
                <span>
                  <strong>{name}</strong>
                  {because.sentence !== `${name}.` && (
                    <>
                      <br />
                      <span className="quiet small">{because.sentence}</span>
                    </>
                  )}
                </span>
              </li>
            )
          })}
        </ol>
      )}
      {isOneOf(me, 'owner', 'marketer', 'agent') && <MoveByHand person={person} queryKey={queryKey} />}
    </Section>
  )
}

/** So long views take at most, as a rule, to follow what was said. */
const followMilliseconds = 2000

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
    const at = new Date().toISOString()
    // Shown at once; the views follow in a moment, and say it themselves.
    queries.setQueryData<Person>(
      queryKey,
      (shown) =>
        shown && {
          ...shown,
          steps: [
            ...shown.steps.filter(({ id }) => id !== step.id),
            ...(isReached
              ? [
                  {
                    ...step,
                    stage: '',
                    at,
                    because: { on: 'moved', at, sentence: 'Said by hand, just now.' },
                  },
                ]
              : []),
          ],
        },
    )
    try {
      await api.post('/v1/process/moves', { ...about, step: step.id, reached: isReached })
    } catch (refusal) {
      void queries.invalidateQueries({ queryKey })
      throw refusal
    }
    setTimeout(() => void queries.invalidateQueries({ queryKey }), followMilliseconds)
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
      <Gauge person={person} />
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
                  {dateAndTime(at, timeZone)}
                  {because.sentence !== `${name}.` && <>: {because.sentence}</>}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

/** What the score is made of, as far as it reaches, and from where on somebody is warm or ready. */
function Gauge({ person }: { readonly person: Person }) {
  const { points, thresholds } = person.scoring
  const given = points.filter(({ now }) => now > 0)
  const sum = given.reduce((all, { now }) => all + now, 0)
  const most = Math.max(sum, thresholds.ready) * 1.1
  const part = (value: number) => `${(value / most) * 100}%`
  return (
    <div className="gauge" aria-hidden="true">
      <span className="gauge-bar">
        {given.map(({ rule, name, at, now }) => (
          <span key={`${rule} ${at}`} style={{ width: part(now) }} title={`${name}: ${now.toFixed(1)}`} />
        ))}
      </span>
      {(['warm', 'ready'] as const).map((band) => (
        <span key={band} className={`gauge-mark is-${band}`} style={{ left: part(thresholds[band]) }}>
          {band} {thresholds[band]}
        </span>
      ))}
    </div>
  )
}

/** More touches than these are told by their number. */
const touchesShown = 6

function CameBy({ person }: { readonly person: Person }) {
  const { timeZone } = useMe().account
  const { journey, sources, touchesInAll } = person
  if (journey.length === 0) return null
  const shown = journey.slice(0, touchesShown)
  return (
    <Section title="Came by" lead="Each visit that a source brought, the first at the top.">
      <ul className="leads">
        {shown.map(({ at, source }) => (
          <li key={`${at} ${source}`} className="touch">
            <span className="quiet small">{dateAndTime(at, timeZone)}</span>
            <span>
              <SourceName of={sources[source] ?? null} />
            </span>
          </li>
        ))}
      </ul>
      {touchesInAll > shown.length && (
        <p className="quiet small">And {count(touchesInAll - shown.length)} more.</p>
      )}
    </Section>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Phone } from 'lucide-react'
import { Link } from 'wouter'
import { useMe } from '../../api/me.ts'
import { api } from '../../api/request.ts'
import type { Call, List } from '../../api/types.ts'
import { phone, time } from '../../look/format.ts'
import { Badge } from '../../parts/badge.tsx'
import { LinkButton } from '../../parts/button.tsx'
import { Copy } from '../../parts/copy.tsx'
import { Section } from '../../parts/page.tsx'
import { testCallAddress, usePhoneHere } from '../settings/numbers/phone-here.ts'
import { type Answers, benefitWords, type Made } from './set-up.ts'

const askedEveryMilliseconds = 2000

/** The words to print, in the size of a poster; then the first call. */
export function Ready({ answers, made }: { readonly answers: Answers; readonly made: Made }) {
  const number = made.number?.number ?? answers.phone
  const { display, spoken } = made.code
  const worth = benefitWords(answers.benefit)
  return (
    <>
      <section className="poster" aria-label="To print">
        <p>Call</p>
        <p className="poster-number">{phone(number)}</p>
        <p>
          and quote <span className="visually-hidden">{spoken}</span>
        </p>
        <p className="poster-code" aria-hidden="true">
          {display}
        </p>
        {worth && <p>{worth}</p>}
      </section>
      <div className="welcome-words">
        <Copy label="Words to print" text={made.print} />
      </div>
      {made.number && <FirstCall number={number} />}
      <Section title="From now on">
        <ul className="next">
          <li>
            <Link href="/desk">Live desk</Link>: type a code that a caller names, and note how they heard of
            you.
          </li>
          <li>
            <Link href="/">Overview</Link> and <Link href="/sources">Sources</Link>: what {answers.seen.name}{' '}
            brings.
          </li>
          {made.number && (
            <li>
              <Link href={`/settings/numbers/${made.number.id}`}>What callers go through</Link>: a greeting,
              opening hours, a text to whom you missed.
            </li>
          )}
          <li>
            <Link href="/settings/install">The snippet</Link>, if visits of your website shall count, too.
          </li>
        </ul>
      </Section>
    </>
  )
}

/** Waits for the call that proves it all, and shows it the moment it comes. */
function FirstCall({ number }: { readonly number: string }) {
  const { timeZone } = useMe().account
  const hasPhone = usePhoneHere()
  const { data } = useQuery({
    queryKey: ['calls', 'first', number],
    queryFn: () => api.get<List<Call>>('/v1/calls', { number, limit: 1 }),
    refetchInterval: askedEveryMilliseconds,
  })
  const call = data?.data[0]
  return (
    <Section title="Try it">
      <p className="reckoning" role="status">
        {call ? (
          <>
            <Badge tone="good">works</Badge> A call came at {time(call.startedAt, timeZone)}.{' '}
            {call.enquiryId ? (
              <Link href={`/enquiries/${call.enquiryId}`}>See its enquiry</Link>
            ) : (
              'It is being counted.'
            )}
          </>
        ) : (
          'Call the number: this line says so the moment the call comes.'
        )}
      </p>
      {hasPhone && !call && (
        <p className="reckoning">
          <LinkButton href={testCallAddress(number)} target="_blank" rel="noreferrer">
            <Phone aria-hidden="true" /> Test call
          </LinkButton>
        </p>
      )}
    </Section>
  )
}

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type * as z from 'zod/mini'
import type { notificationAnswer } from '../../../../../../functions/outreach/preferences/preference-schema.ts'
import { fieldErrors } from '../../../api/errors.ts'
import { useLocalPart } from '../../../api/local.ts'
import { isOneOf, useMe } from '../../../api/me.ts'
import { api } from '../../../api/request.ts'
import { phone } from '../../../look/format.ts'
import { Segments } from '../../../parts/choice.tsx'
import { Trouble } from '../../../parts/empty.tsx'
import { Switch } from '../../../parts/field.tsx'
import { Section } from '../../../parts/page.tsx'
import { TableSkeleton } from '../../../parts/skeleton.tsx'
import { say, sayTrouble } from '../../../parts/toast.tsx'
import { useNumbers } from '../numbers/tracking-number.ts'
import { channelNames } from './channels.ts'
import { Suppressed } from './suppressed.tsx'
import '../flow/flow.css'

type Preferences = z.infer<typeof notificationAnswer>
const path = '/v1/me/notifications'
const queryKey = ['notifications'] as const

const choices = [
  { id: 'all', name: 'Every enquiry' },
  { id: 'missed', name: 'Missed calls' },
  { id: 'none', name: 'None' },
] as const

/** What one is told by e-mail; each of it holds at once. */
export default function Notifications() {
  const me = useMe()
  const queries = useQueryClient()
  const hasMailbox = useLocalPart('/local/mailbox')
  const preferences = useQuery({ queryKey, queryFn: () => api.get<Preferences>(path) })
  const [error, setError] = useState<unknown>()
  const { data } = preferences
  const change = async (fields: Partial<Preferences>, isUndo = false): Promise<void> => {
    const before = data
    setError(undefined)
    queries.setQueryData<Preferences>(queryKey, (standing) => standing && { ...standing, ...fields })
    try {
      queries.setQueryData(queryKey, await api.patch<Preferences>(path, fields))
      if (isUndo || !before) return
      const back = Object.fromEntries(
        Object.keys(fields).map((name) => [name, before[name as keyof Preferences]]),
      ) as Partial<Preferences>
      say('Saved.', () => void change(back, true))
    } catch (refusal) {
      queries.setQueryData(queryKey, before)
      setError(refusal)
      sayTrouble(refusal)
    }
  }
  if (preferences.error)
    return <Trouble error={preferences.error} onRetry={() => void preferences.refetch()} />
  if (!data) return <TableSkeleton rows={4} />
  return (
    <>
      <Section
        title="E-mail to you"
        lead={`To ${me.member.email}, for ${me.account.name} alone.`}
        actions={hasMailbox && <a href="/local/mailbox">Mailbox of this machine</a>}
      >
        <div className="setting">
          <div className="field">
            <span className="field-label" aria-hidden="true">
              At once, a mail for
            </span>
            <Segments
              label="At once, a mail for"
              options={choices}
              value={data.enquiries}
              onChange={(enquiries) => void change({ enquiries })}
            />
            <span className="field-help">Messages left and callers who hung up count as missed.</span>
          </div>
          <Switch isOn={data.digest} onChange={(digest) => void change({ digest })}>
            The week’s report, on Mondays at 08:00
          </Switch>
          <div className="field">
            <Switch isOn={data.alerts} onChange={(alerts) => void change({ alerts })}>
              What follow-up rules tell you
            </Switch>
            <span className="field-help">
              Triggers under Follow-up that notify you, or everybody of your role.
            </span>
          </div>
        </div>
      </Section>
      {data.enquiries !== 'none' && (
        <Only data={data} change={(fields) => void change(fields)} errorAt={fieldErrors(error)} />
      )}
      {isOneOf(me, 'owner') && <Suppressed />}
    </>
  )
}

/** Of which enquiries one is told, where it is not of all. */
function Only({
  data,
  change,
  errorAt,
}: {
  readonly data: Preferences
  readonly change: (fields: Partial<Preferences>) => void
  readonly errorAt: (path: string) => string | undefined
}) {
  const numbers = useNumbers().data ?? []
  const channels: readonly string[] = data.channels ?? []
  const chosen: readonly string[] = data.numbers ?? []
  const toggled = (all: readonly string[], one: string) =>
    all.includes(one) ? all.filter((each) => each !== one) : [...all, one]
  const orNull = (all: readonly string[]) => (all.length > 0 ? all : null)
  return (
    <Section title="Only some of them" lead="Of all, unless you choose.">
      <div className="setting">
        <details open={channels.length > 0}>
          <summary>{channels.length > 0 ? `Channels: ${channels.join(', ')}` : 'All channels'}</summary>
          <fieldset className="checks checks-many" aria-label="Channels">
            {channelNames.map((channel) => (
              <Switch
                key={channel}
                isOn={channels.includes(channel)}
                onChange={() =>
                  change({ channels: orNull(toggled(channels, channel)) as Preferences['channels'] })
                }
              >
                {channel}
              </Switch>
            ))}
          </fieldset>
        </details>
        <details open={chosen.length > 0}>
          <summary>{chosen.length > 0 ? `${chosen.length} numbers` : 'All numbers'}</summary>
          <fieldset className="checks checks-many" aria-label="Numbers">
            {numbers.map(({ id, label, number }) => (
              <Switch
                key={id}
                isOn={chosen.includes(number)}
                onChange={() =>
                  change({ numbers: orNull(toggled(chosen, number)) as Preferences['numbers'] })
                }
              >
                {label} <span className="quiet small">{phone(number)}</span>
              </Switch>
            ))}
          </fieldset>
        </details>
        {(errorAt('channels') || errorAt('numbers')) && (
          <p className="field-error">{errorAt('channels') ?? errorAt('numbers')}</p>
        )}
      </div>
    </Section>
  )
}

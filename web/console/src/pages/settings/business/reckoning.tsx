import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type * as z from 'zod/mini'
import type { rebuildSchema } from '../../../../../../functions/attribution/schema.ts'
import { fieldErrors } from '../../../api/errors.ts'
import { api } from '../../../api/request.ts'
import { Field } from '../../../parts/field.tsx'
import { Section } from '../../../parts/page.tsx'
import { type Account, useChangeAccount } from '../account.ts'
import { SaveRow } from '../save-row.tsx'

type Rebuild = z.infer<typeof rebuildSchema>

/** How far back a journey reaches, and when a contact begins an enquiry of its own. */
export function Reckoning({ account }: { readonly account: Account }) {
  const [lookbackDays, setLookback] = useState(String(account.lookbackDays))
  const [enquiryGapDays, setGap] = useState(String(account.enquiryGapDays))
  const { change, error, isSaving } = useChangeAccount()
  const errorAt = fieldErrors(error)
  const isNew =
    Number(lookbackDays) !== account.lookbackDays || Number(enquiryGapDays) !== account.enquiryGapDays
  return (
    <Section title="Enquiries" lead="Facts stay as they are; what follows from them is derived anew.">
      <form
        className="setting"
        onSubmit={(event) => {
          event.preventDefault()
          change(
            { lookbackDays: Number(lookbackDays), enquiryGapDays: Number(enquiryGapDays) },
            'Saved: enquiries are derived anew.',
          )
        }}
      >
        <div className="setting-row">
          <Field
            label="Lookback, in days"
            inputMode="numeric"
            help="Visits before an enquiry that share its credit."
            value={lookbackDays}
            onChange={setLookback}
            error={errorAt('lookbackDays')}
          />
          <Field
            label="Enquiry window, in days"
            inputMode="numeric"
            help="A later contact of the person within so many days joins the enquiry."
            value={enquiryGapDays}
            onChange={setGap}
            error={errorAt('enquiryGapDays')}
          />
        </div>
        {isNew && (
          <p className="notice">
            A change derives every enquiry anew, and figures of the past may change. The reports stay readable
            meanwhile, and undoing it brings the old figures back.
          </p>
        )}
        <Progress />
        <SaveRow error={error} isSaving={isSaving} />
      </form>
    </Section>
  )
}

const askedEveryMilliseconds = 1000

function Progress() {
  const { data } = useQuery({
    queryKey: ['rebuild'],
    queryFn: () => api.get<Rebuild>('/v1/rebuild'),
    refetchInterval: ({ state }) => (state.data?.running ? askedEveryMilliseconds : false),
  })
  if (!data?.running) return null
  const { daysDone, daysInAll } = data
  return (
    <div role="status" className="progress">
      <span className="small">
        Deriving anew: day {daysDone} of {daysInAll}
      </span>
      <progress value={daysDone} max={Math.max(1, daysInAll)} aria-label="Deriving anew" />
    </div>
  )
}

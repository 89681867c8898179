import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ProgressBar } from 'react-aria-components'
import { useMe } from '../../api/me.ts'
import { api } from '../../api/request.ts'
import type { Campaign, Code, MintJob } from '../../api/types.ts'
import { count, dateAndTime } from '../../look/format.ts'
import { Button, LinkButton } from '../../parts/button.tsx'
import { Segments } from '../../parts/choice.tsx'
import { Copy } from '../../parts/copy.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Trouble } from '../../parts/empty.tsx'
import { Field } from '../../parts/field.tsx'
import { exportAddress } from './export.ts'
import './mint-dialog.css'

type Minted =
  | { readonly minted: number; readonly data: readonly Pick<Code, 'code' | 'display' | 'expiresAt'>[] }
  | MintJob
const ways = [
  { id: 'one', name: 'One code' },
  { id: 'many', name: 'Many' },
] as const

/** One code to hand to somebody, or as many as are printed. */
export function MintDialog({
  campaign,
  onClose,
}: {
  readonly campaign: Campaign
  readonly onClose: () => void
}) {
  const [way, setWay] = useState<'one' | 'many'>('one')
  return (
    <Dialog title={`Codes of “${campaign.name}”`} isOpen onClose={onClose}>
      <Segments label="One or many" options={ways} value={way} onChange={setWay} />
      {way === 'one' ? <One campaign={campaign} /> : <Many campaign={campaign} onClose={onClose} />}
    </Dialog>
  )
}

/** What shows codes and their counts is to be asked for again. */
function useStale() {
  const queries = useQueryClient()
  return () => {
    for (const queryKey of [['campaign-codes'], ['codes']]) void queries.invalidateQueries({ queryKey })
  }
}

function One({ campaign }: { readonly campaign: Campaign }) {
  const { timeZone } = useMe().account
  const stale = useStale()
  const mint = useMutation({
    mutationFn: () => api.post<Code>('/v1/codes', { campaignId: campaign.id }),
    onSuccess: stale,
  })
  return (
    <div className="mint">
      {mint.data ? (
        <div aria-live="polite">
          <Copy label="The code" text={mint.data.display} isLarge />
          <p>{mint.data.spoken}</p>
          <p className="quiet small">Valid until {dateAndTime(mint.data.expiresAt, timeZone)}.</p>
        </div>
      ) : (
        <p className="quiet">
          For somebody you speak or write to outside of a call. At the live desk, give it in the call instead:
          then it leads back to it.
        </p>
      )}
      {mint.error && <Trouble error={mint.error} />}
      <div className="form-actions">
        <Button look="primary" isDisabled={mint.isPending} onPress={() => mint.mutate()}>
          {mint.data ? 'Another one' : 'Mint a code'}
        </Button>
      </div>
    </div>
  )
}

function Many({ campaign, onClose }: { readonly campaign: Campaign; readonly onClose: () => void }) {
  const [typed, setTyped] = useState('100')
  const stale = useStale()
  const size = /^\d+$/.test(typed.trim()) ? Number(typed) : 0
  const mint = useMutation({
    mutationFn: () => api.post<Minted>(`/v1/campaigns/${campaign.id}/codes`, { count: size }),
    onSuccess: stale,
  })
  const answer = mint.data
  if (answer && 'status' in answer) return <Job job={answer} campaign={campaign} onDone={stale} />
  if (answer) {
    return (
      <div className="mint" aria-live="polite">
        <p>
          <strong>{count(answer.minted)}</strong> codes are minted.
        </p>
        <div className="form-actions">
          <LinkButton href={fileOf(answer.data)} download={`codes-${campaign.id}-${answer.minted}.csv`}>
            Download these
          </LinkButton>
          {/* The focus goes with the form that was sent: whoever has only keys needs it back. */}
          <Button look="primary" autoFocus onPress={onClose}>
            Done
          </Button>
        </div>
      </div>
    )
  }
  return (
    <form
      className="mint"
      onSubmit={(event) => {
        event.preventDefault()
        if (size > 0) mint.mutate()
      }}
    >
      <Field
        label="How many"
        value={typed}
        onChange={setTyped}
        inputMode="numeric"
        help="To be printed or sent out. More than 10,000 are minted in the background."
        error={size > 0 ? undefined : 'A whole number.'}
      />
      {mint.error && <Trouble error={mint.error} />}
      <div className="form-actions">
        <Button type="submit" look="primary" isDisabled={size === 0 || mint.isPending}>
          Mint {size > 0 && count(size)}
        </Button>
      </div>
    </form>
  )
}

/** For a spreadsheet; digits as text, so that a leading zero stays. */
const fileOf = (codes: readonly Pick<Code, 'code' | 'display' | 'expiresAt'>[]) =>
  `data:text/csv;charset=utf-8,${encodeURIComponent(
    [
      'code,display,expiresAt',
      ...codes.map(({ code, display, expiresAt }) => `${code},${display},${expiresAt}`),
    ].join('\r\n'),
  )}`

/** A job that mints: asking for it takes it a step further. */
function Job({
  job,
  campaign,
  onDone,
}: {
  readonly job: MintJob
  readonly campaign: Campaign
  readonly onDone: () => void
}) {
  const { data, error } = useQuery({
    queryKey: ['job', job.id],
    queryFn: async () => {
      const now = await api.get<MintJob>(`/v1/jobs/${job.id}`)
      if (now.status !== 'running') onDone()
      return now
    },
    initialData: job,
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? 1000 : false),
  })
  return (
    <div className="mint">
      <ProgressBar
        aria-label="Codes minted"
        className="progress"
        value={data.minted}
        maxValue={data.count}
        valueLabel={`${count(data.minted)} of ${count(data.count)}`}
      >
        {({ percentage = 0, valueText }) => (
          <>
            <span>{valueText} minted</span>
            <span className="progress-track">
              <span style={{ width: `${percentage}%` }} />
            </span>
          </>
        )}
      </ProgressBar>
      {error && <Trouble error={error} />}
      {data.status === 'refused' && <p role="alert">{data.detail}</p>}
      {data.status === 'running' ? (
        <p className="quiet">You may close this: it goes on by itself.</p>
      ) : (
        <div className="form-actions">
          <LinkButton href={exportAddress(campaign)} download>
            Download all codes
          </LinkButton>
        </div>
      )}
    </div>
  )
}

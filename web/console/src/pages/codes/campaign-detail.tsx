import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { Link, useSearchParams } from 'wouter'
import { useShownCampaign } from '../../api/campaigns.ts'
import { isOneOf, useMe } from '../../api/me.ts'
import { api } from '../../api/request.ts'
import { changedSearch } from '../../api/search.ts'
import type { Campaign, CodesReport } from '../../api/types.ts'
import { Button, LinkButton } from '../../parts/button.tsx'
import { Distribution } from '../../parts/distribution.tsx'
import { Switch } from '../../parts/field.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { PeriodPicker } from '../../parts/period-picker.tsx'
import { say, sayTrouble } from '../../parts/toast.tsx'
import { CampaignCodes } from './campaign-codes.tsx'
import { CampaignForm } from './campaign-form.tsx'
import { StateBadge } from './campaign-table.tsx'
import { draftOf } from './draft.ts'
import { explain } from './explain.ts'
import { exportAddress } from './export.ts'
import { Funnels } from './funnel.tsx'
import { MintDialog } from './mint-dialog.tsx'
import { symbolOf } from './words.ts'
import '../../parts/columns.css'

/** One campaign: what it does, what became of its codes, and the codes. */
export function CampaignDetail({
  campaign,
  figures,
}: {
  readonly campaign: Campaign
  readonly figures: CodesReport['rows'][number] | undefined
}) {
  const me = useMe()
  const [search] = useSearchParams()
  const [open, setOpen] = useState<'change' | 'mint'>()
  const mayPlan = isOneOf(me, 'owner', 'marketer')
  const activate = useActivation(campaign)
  const symbol = symbolOf(me.account.currency)
  return (
    <Page
      title={campaign.name}
      lead={
        <>
          <Link href={`/codes${changedSearch(search, { campaign: undefined, status: undefined })}`}>
            All codes
          </Link>{' '}
          · <StateBadge campaign={campaign} now={new Date().toISOString()} />
        </>
      }
      actions={
        <>
          {mayPlan && (
            <>
              <Switch isOn={campaign.active} onChange={activate}>
                Active
              </Switch>
              <Button onPress={() => setOpen('change')}>Change</Button>
              <Button onPress={() => setOpen('mint')}>Mint codes</Button>
            </>
          )}
          <LinkButton href={exportAddress(campaign)} download>
            <Download aria-hidden="true" /> CSV
          </LinkButton>
          <PeriodPicker usual="90d" />
        </>
      }
    >
      <p className="campaign-words">{explain(draftOf(campaign, me.account.timeZone), symbol).join(' ')}</p>
      {figures ? (
        <div className="columns">
          <Section title="What became of its codes">
            <Funnels of={figures.directions} />
          </Section>
          <Section title="Time to the first use" lead="From a code’s issue.">
            <Distribution
              label="Codes by the time from issue to first use"
              buckets={figures.timeToRedemption.histogram.map(({ wait, codes }) => ({
                name: wait,
                size: codes,
              }))}
            />
          </Section>
        </div>
      ) : (
        <p className="quiet">No code of it was issued or used in the days chosen above.</p>
      )}
      <CampaignCodes campaign={campaign} hasHistory={(figures?.issued ?? 0) > 0} />
      {open === 'change' && <CampaignForm campaign={campaign} onClose={() => setOpen(undefined)} />}
      {open === 'mint' && <MintDialog campaign={campaign} onClose={() => setOpen(undefined)} />}
    </Page>
  )
}

/** Pauses a campaign or lets it go on: shown at once, taken back where the bridge refuses or the person thinks again. */
function useActivation(campaign: Campaign): (active: boolean) => void {
  const queries = useQueryClient()
  const show = useShownCampaign()
  const { mutate } = useMutation({
    mutationFn: (active: boolean) => api.patch<Campaign>(`/v1/campaigns/${campaign.id}`, { active }),
    onMutate: (active) => show({ ...campaign, active }),
    onError: (error) => {
      show(campaign)
      sayTrouble(error)
    },
    onSuccess: (saved) => {
      show(saved)
      void queries.invalidateQueries({ queryKey: ['campaigns'] })
    },
  })
  return (active) =>
    mutate(active, {
      onSuccess: () =>
        say(
          active ? `“${campaign.name}” is running.` : `“${campaign.name}” is paused: its codes are refused.`,
          () => mutate(!active),
        ),
    })
}

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useShownCampaign } from '../../api/campaigns.ts'
import { useMe } from '../../api/me.ts'
import { api } from '../../api/request.ts'
import type { Campaign } from '../../api/types.ts'
import { Button } from '../../parts/button.tsx'
import { Select } from '../../parts/choice.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Trouble } from '../../parts/empty.tsx'
import { Field } from '../../parts/field.tsx'
import { say } from '../../parts/toast.tsx'
import { bodyOf, type Draft, draftOf, emptyDraft, faultsOf } from './draft.ts'
import { explain } from './explain.ts'
import { directionNames, symbolOf } from './words.ts'
import './campaign-form.css'

const kinds = [
  { id: 'coupon', name: 'One person each' },
  { id: 'source', name: 'Printed for many' },
  { id: 'referral', name: 'Recommendation' },
] as const
const worths = [
  { id: 'percent', name: 'Percent off' },
  { id: 'amount', name: 'Money off' },
  { id: 'gift', name: 'A gift' },
  { id: 'none', name: 'Nothing' },
] as const
const units = [
  { id: 'H', name: 'hours' },
  { id: 'D', name: 'days' },
  { id: 'W', name: 'weeks' },
  { id: 'M', name: 'months' },
  { id: 'Y', name: 'years' },
] as const
const directions = (['web-to-phone', 'phone-to-web', 'both'] as const).map((id) => ({
  id,
  name: directionNames[id],
}))

/** A campaign is made or changed; beside the fields stands what it will do. */
export function CampaignForm({
  campaign,
  onClose,
}: {
  /** That is changed; undefined: a new one. */
  readonly campaign?: Campaign
  readonly onClose: (saved?: Campaign) => void
}) {
  const { account } = useMe()
  const [draft, setDraft] = useState<Draft>(campaign ? draftOf(campaign, account.timeZone) : emptyDraft)
  const [isTried, setTried] = useState(false)
  const show = useShownCampaign()
  const faults = faultsOf(draft, account.currency)
  const save = useMutation({
    mutationFn: () => {
      const body = bodyOf(draft, account, campaign === undefined)
      return campaign
        ? api.patch<Campaign>(`/v1/campaigns/${campaign.id}`, body)
        : api.post<Campaign>('/v1/campaigns', body)
    },
    onSuccess: (saved) => {
      show(saved)
      say(campaign ? `“${saved.name}” is changed.` : `“${saved.name}” is there.`)
      onClose(saved)
    },
  })
  const put =
    <Name extends keyof Draft>(name: Name) =>
    (value: Draft[Name]) =>
      setDraft((standing) => ({ ...standing, [name]: value }))
  const field = (name: keyof Draft & keyof typeof labels) => ({
    label: labels[name],
    value: draft[name],
    onChange: put(name) as (text: string) => void,
    error: isTried ? faults[name] : undefined,
  })
  return (
    <Dialog
      title={campaign ? `Change “${campaign.name}”` : 'New campaign'}
      isOpen
      isWide
      onClose={() => onClose()}
    >
      <form
        className="campaign-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (Object.keys(faults).length === 0) save.mutate()
        }}
      >
        <div className="campaign-fields">
          <Field {...field('name')} maxLength={200} autoFocus />
          {!campaign && (
            <div className="campaign-line">
              <Select
                label="A code is for"
                isLabelShown
                options={kinds}
                value={draft.kind}
                onChange={put('kind')}
              />
              <Select
                label="Way"
                isLabelShown
                options={directions}
                value={draft.direction}
                onChange={put('direction')}
              />
            </div>
          )}
          <div className="campaign-line">
            <Select label="Worth" isLabelShown options={worths} value={draft.worth} onChange={put('worth')} />
            {draft.worth === 'percent' && <Field {...field('percent')} inputMode="decimal" />}
            {draft.worth === 'amount' && (
              <Field {...field('amount')} label={`${symbolOf(account.currency)} off`} inputMode="decimal" />
            )}
            {draft.worth === 'gift' && <Field {...field('gift')} maxLength={200} />}
          </div>
          <div className="campaign-line">
            <Field {...field('validNumber')} inputMode="numeric" />
            <Select
              label="Unit"
              isLabelShown
              options={units}
              value={draft.validUnit}
              onChange={put('validUnit')}
            />
            <Field {...field('maxUses')} inputMode="numeric" />
          </div>
          {draft.kind === 'source' && (
            <div className="campaign-line">
              <Field {...field('source')} placeholder="flyer" />
              <Field {...field('medium')} placeholder="print" />
              <Field {...field('campaign')} placeholder="autumn" />
            </div>
          )}
          <details
            open={draft.campaignMaxUses !== '' || draft.firstDay !== '' || draft.lastDay !== '' || undefined}
          >
            <summary>Limits and dates</summary>
            <div className="campaign-line">
              <Field {...field('campaignMaxUses')} inputMode="numeric" placeholder="no limit" />
              <Field {...field('perPerson')} inputMode="numeric" placeholder="no limit" />
              {!campaign && <Field {...field('digits')} inputMode="numeric" placeholder="as needed" />}
            </div>
            <div className="campaign-line">
              <Field {...field('firstDay')} type="date" />
              <Field {...field('lastDay')} type="date" />
            </div>
          </details>
        </div>
        <aside className="campaign-says" aria-live="polite" aria-label="What it does">
          {explain(draft, symbolOf(account.currency)).map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          {campaign && (
            <p className="quiet">
              Codes that are out keep the uses and the dates they were issued with; their worth and the limits
              change at once.
            </p>
          )}
        </aside>
        {save.error && <Trouble error={save.error} />}
        <div className="form-actions">
          <Button onPress={() => onClose()}>Cancel</Button>
          <Button type="submit" look="primary" isDisabled={save.isPending}>
            {campaign ? 'Save' : 'Create'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

const labels = {
  name: 'Name',
  percent: 'Percent',
  amount: 'Amount',
  gift: 'What they get',
  validNumber: 'Valid for',
  maxUses: 'Uses of each code',
  campaignMaxUses: 'Uses of all codes',
  perPerson: 'Uses of one person',
  digits: 'Digits of a code',
  firstDay: 'First day',
  lastDay: 'Last day, included',
  source: 'Printed on',
  medium: 'Medium',
  campaign: 'Campaign in reports',
} as const

import { useCampaigns } from '../api/campaigns.ts'
import { keyName } from '../look/names.ts'

/** Reports name a campaign of codes by its id, also where somebody came by a friend's code of it. */
const isCampaignId = (key: string) => key.startsWith('cmp_')

/** A key of a report as its readers say; campaigns are asked for only where one is meant. */
export const KeyName = ({ of: key }: { readonly of: string }) =>
  isCampaignId(key) ? <CampaignName id={key} /> : keyName(key)

function CampaignName({ id }: { readonly id: string }) {
  return useCampaigns().data?.find((campaign) => campaign.id === id)?.name ?? id
}

import { address } from '../../api/send.ts'
import type { Campaign } from '../../api/types.ts'

/** All codes of the campaign, for a spreadsheet or a printer. */
export const exportAddress = ({ id }: Pick<Campaign, 'id'>): string =>
  address(`/v1/campaigns/${id}/codes`, { format: 'csv' })

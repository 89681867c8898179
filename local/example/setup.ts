import { type CampaignKey, campaigns, numberBodies, poolBody } from './business.ts'
import type { ExampleClient } from './client.ts'

interface Named {
  readonly id: string
  readonly name: string
}

export type CampaignIds = Readonly<Record<CampaignKey, string>>

/**
 * What the business has set up: campaigns, a pool and its numbers. What stands from an interrupted start stays.
 * @returns the ids of the campaigns, which the history names by their keys
 */
export async function setUpExample({ call }: ExampleClient): Promise<CampaignIds> {
  const standing = async (path: string) => (await call<{ data: Named[] }>('GET', `${path}?limit=200`)).data
  const idOf = (known: readonly Named[], name: string) => known.find((each) => each.name === name)?.id

  const known = await standing('/v1/campaigns')
  const ids: Partial<Record<CampaignKey, string>> = {}
  for (const key of Object.keys(campaigns) as CampaignKey[]) {
    const body = campaigns[key]
    ids[key] = idOf(known, body.name) ?? (await call<Named>('POST', '/v1/campaigns', body)).id
  }
  const freeSurvey = ids['free-survey'] ?? ''
  const pool = poolBody(freeSurvey)
  const poolId =
    idOf(await standing('/v1/pools'), pool.name) ?? (await call<Named>('POST', '/v1/pools', pool)).id
  for (const body of numberBodies({ pool: poolId, freeSurvey }))
    await call('POST', '/v1/numbers', body, [409])
  return ids as CampaignIds
}

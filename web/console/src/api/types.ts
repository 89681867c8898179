/** The API's own types: from the schemas that check its answers, by type alone. */
import type * as z from 'zod/mini'
import type {
  inboundAnswer,
  inboundMap,
  trialAnswer,
} from '../../../../functions/admin/inbound/inbound-schema.ts'
import type { toldOutcome } from '../../../../functions/admin/outcomes/outcome-schema.ts'
import type { processAnswer, scoringAnswer } from '../../../../functions/admin/process/process-schema.ts'
import type { enquirySchema } from '../../../../functions/attribution/enquiry-schema.ts'
import type { personSchema, personSummary } from '../../../../functions/attribution/people/people-schema.ts'
import type { codesReportSchema } from '../../../../functions/attribution/reports/code-report-schema.ts'
import type { funnelReportSchema } from '../../../../functions/attribution/reports/funnel-schema.ts'
import type { poolsReportSchema } from '../../../../functions/attribution/reports/pool-report-schema.ts'
import type {
  allModelsReportSchema,
  journeysReportSchema,
  sourcesReportSchema,
  timeseriesReportSchema,
} from '../../../../functions/attribution/reports/report-schema.ts'
import type { callSchema, sessionSchema } from '../../../../functions/attribution/schema.ts'
import type { jobAnswer } from '../../../../functions/coupon/batch-schema.ts'
import type { campaignAnswer } from '../../../../functions/coupon/campaign-schema.ts'
import type { codeAnswer, codeWithHistory, voidedAnswer } from '../../../../functions/coupon/code-schema.ts'
import type { referrerAnswer } from '../../../../functions/coupon/referral-schema.ts'
import type { referralsReport } from '../../../../functions/outreach/referrals/referral-schema.ts'

export type Process = z.infer<typeof processAnswer>
export type Scoring = z.infer<typeof scoringAnswer>
export type FunnelReport = z.infer<typeof funnelReportSchema>
export type PersonSummary = z.infer<typeof personSummary>
export type Person = z.infer<typeof personSchema>
export type Inbound = z.infer<typeof inboundAnswer>
export type InboundMap = z.infer<typeof inboundMap>
export type InboundTrial = z.infer<typeof trialAnswer>
export type ToldOutcome = z.infer<typeof toldOutcome>
export type ReferralsReport = z.infer<typeof referralsReport>
export type ReferrerCode = z.infer<typeof referrerAnswer>
export type SourcesReport = z.infer<typeof sourcesReportSchema>
export type AllModelsReport = z.infer<typeof allModelsReportSchema>
export type TimeseriesReport = z.infer<typeof timeseriesReportSchema>
export type JourneysReport = z.infer<typeof journeysReportSchema>
export type CodesReport = z.infer<typeof codesReportSchema>
export type PoolsReport = z.infer<typeof poolsReportSchema>
export type Figures = SourcesReport['totals']
export type Dimension = SourcesReport['groupBy']
export type Model = SourcesReport['model']
export type Campaign = z.infer<typeof campaignAnswer>
export type Code = z.infer<typeof codeAnswer>
export type CodeWithHistory = z.infer<typeof codeWithHistory>
export type VoidedCode = z.infer<typeof voidedAnswer>
export type MintJob = z.infer<typeof jobAnswer>
export type Call = z.infer<typeof callSchema>
export type Enquiry = z.infer<typeof enquirySchema>
export type Session = z.infer<typeof sessionSchema>

export interface List<T> {
  readonly data: readonly T[]
  readonly nextCursor: string | null
}

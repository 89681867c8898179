/** The API's own types: from the schemas that check its answers, by type alone. */
import type * as z from 'zod/mini'
import type { enquirySchema } from '../../../../functions/attribution/enquiry-schema.ts'
import type { codesReportSchema } from '../../../../functions/attribution/reports/code-report-schema.ts'
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

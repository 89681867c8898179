import { operation } from '../../../shared/http/operation.ts'
import { reportHeatmap } from './heatmap-report.ts'
import {
  journeysQuery,
  journeysReportSchema,
  sourcesQuery,
  sourcesReportSchema,
  timeseriesQuery,
  timeseriesReportSchema,
} from './report-schema.ts'
import { reportSelfReported } from './self-report-report.ts'

const report = { method: 'get', auth: 'secret', tag: 'Reports' } as const

export const reportSources = operation({
  ...report,
  id: 'reportSources',
  summary: 'What each source brought',
  description:
    'Every count stands on the day its enquiry opened. What has no known source is `(unknown)`; a known source without the dimension is `(none)`. With `model=all` a row tells every per-enquiry model under `models`. ' +
    '`channel`, `source`, `medium` and `campaign` narrow it to what stands in those rows: grouped by one of these four, its rows add up to the row that was opened.',
  path: '/v1/reports/sources',
  query: sourcesQuery,
  replies: { 200: sourcesReportSchema },
})
export const reportTimeseries = operation({
  ...report,
  id: 'reportTimeseries',
  summary: 'The figures hour by hour, day by day, by week (from Monday) or month',
  description:
    'Points in which nothing happened are there, too. Spend is known by the day, not by the hour. `channel`, `source`, `medium` and `campaign` narrow it to what stands in those rows.',
  path: '/v1/reports/timeseries',
  query: timeseriesQuery,
  replies: { 200: timeseriesReportSchema },
})
export const reportJourneys = operation({
  ...report,
  id: 'reportJourneys',
  summary: 'How people came to their enquiries: paths, their length, the time they took, assists',
  path: '/v1/reports/journeys',
  query: journeysQuery,
  replies: { 200: journeysReportSchema },
})
export const reportOperations = [
  reportSources,
  reportTimeseries,
  reportJourneys,
  reportHeatmap,
  reportSelfReported,
]

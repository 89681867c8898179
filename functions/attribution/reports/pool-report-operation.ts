import { operation } from '../../../shared/http/operation.ts'
import { poolsQuery, poolsReportSchema } from './pool-report-schema.ts'

export const reportPools = operation({
  method: 'get',
  auth: 'secret',
  tag: 'Reports',
  id: 'reportPools',
  summary: 'Number pools: how busy they were, how often they ran dry, how many numbers they need',
  description:
    'Leases and calls of the numbers that a pool has now, counted in the days of the period; of a day that has not ended, up to now. `recommendedNumbers` is Erlang’s loss formula (B) for the busiest hour: the answer names its assumptions. `restingNumbers` are those that nobody new is given at present.',
  path: '/v1/reports/pools',
  query: poolsQuery,
  replies: { 200: poolsReportSchema },
})

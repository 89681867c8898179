import { operation } from '../../../shared/http/operation.ts'
import { codesQuery, codesReportSchema } from './code-report-schema.ts'

export const reportCodes = operation({
  method: 'get',
  auth: 'secret',
  tag: 'Reports',
  id: 'reportCodes',
  summary: 'Codes: issued, quoted by phone, redeemed online, by campaign and direction',
  description:
    'Every count of a code, its later uses and their value included, stands on the day the code was issued, so that `used` is a part of `issued`. A use that was voided counts nowhere; until it is, it counts whoever made it. With `format=csv` there is one line for each campaign and direction.',
  path: '/v1/reports/codes',
  query: codesQuery,
  replies: { 200: codesReportSchema },
})

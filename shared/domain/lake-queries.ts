import { lakePartition } from './lake-schema.ts'

export interface LakeQuery {
  readonly name: string
  /** What it answers that no report does. */
  readonly description: string
  /**
   * SQL that Athena (Trino) and DuckDB both take. Its parameters, in order: the account's id, the first day and the last
   * (`YYYY-MM-DD`, UTC, both included).
   */
  readonly sql: string
}

/**
 * The facts of one account as they stand now, each once: deliveries come twice, and leases move. Written no earlier than
 * they happened, they are looked for in the partitions since the first day.
 */
const current = `given as (
  select cast(? as varchar) as account, cast(? as varchar) as first_day, cast(? as varchar) as last_day
), versions as (
  select facts.*, row_number() over (partition by facts.fact_id order by facts.version desc) as place
  from facts join given on facts.account = given.account and facts.${lakePartition} >= given.first_day
), known as (
  select versions.* from versions, given
  where place = 1 and substr(happened_at, 1, 10) between given.first_day and given.last_day
), pages as (
  select *, row_number() over (partition by session order by happened_at, fact_id) as turn from known where fact = 'page'
)`

export const lakeQueries: readonly LakeQuery[] = [
  {
    name: 'sessions-by-source-and-day',
    description:
      'Sessions of each source and day (UTC), by their first page: as in the report, from the facts alone',
    sql: `with ${current}
select substr(happened_at, 1, 10) as on_day, channel, coalesce(source, '(none)') as source, coalesce(medium, '(none)') as medium,
  count(*) as sessions
from pages where turn = 1
group by 1, 2, 3, 4 order by 1, 5 desc, 2, 3, 4`,
  },
  {
    name: 'minutes-to-the-call',
    description: 'How long after the first page people call the number that was leased to them, by campaign',
    sql: `with ${current}, called as (
  select leases.session, min(calls.at_ms) as called_ms
  from known as leases join known as calls
    on leases.fact = 'lease' and calls.fact = 'voice' and leases.number = calls.number
    and calls.at_ms between leases.at_ms and leases.until_ms
  where leases.shared = false
  group by leases.session
)
select coalesce(pages.campaign, '(none)') as campaign, count(*) as sessions,
  avg((called.called_ms - pages.at_ms) / 60000.0) as average_minutes,
  max((called.called_ms - pages.at_ms) / 60000.0) as longest_minutes
from called join pages on called.session = pages.session and pages.turn = 1
group by 1 order by 2 desc, 1`,
  },
  {
    name: 'calls-by-hour-and-landing-page',
    description: 'At which hour (UTC) which landing page makes the phone ring, and how often nobody talks',
    sql: `with ${current}, calls as (
  select call_sid, min(number) as number, min(happened_at) as happened_at, min(at_ms) as at_ms from known where fact = 'voice' group by call_sid
), talks as (
  select call_sid, max(coalesce(talk_seconds, 0)) as talk_seconds from known where fact = 'dial' group by call_sid
)
select substr(calls.happened_at, 12, 2) as hour, coalesce(pages.landing_page, '(unknown)') as landing_page, count(*) as calls,
  sum(case when coalesce(talks.talk_seconds, 0) = 0 then 1 else 0 end) as unanswered
from calls
left join talks on talks.call_sid = calls.call_sid
left join known as leases on leases.fact = 'lease' and leases.shared = false and leases.number = calls.number
  and calls.at_ms between leases.at_ms and leases.until_ms
left join pages on pages.session = leases.session and pages.turn = 1
group by 1, 2 order by 1, 3 desc, 2`,
  },
  {
    name: 'pages-before-the-call',
    description: 'Which pages callers had seen before they called, and how many callers',
    sql: `with ${current}, called as (
  select leases.session, min(calls.at_ms) as called_ms
  from known as leases join known as calls
    on leases.fact = 'lease' and calls.fact = 'voice' and leases.number = calls.number
    and calls.at_ms between leases.at_ms and leases.until_ms
  group by leases.session
)
select pages.landing_page as page, count(distinct pages.session) as callers
from called join pages on called.session = pages.session and pages.at_ms <= called.called_ms
group by 1 order by 2 desc, 1`,
  },
]

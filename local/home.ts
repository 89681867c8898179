import type { ReportRow } from '../shared/domain/source-report.ts'
import { escapeHtml } from '../shared/http/html.ts'
import { homeScript, homeStyle } from './home-look.ts'

/** What the first page shows of the last 30 days; `undefined` to visitors from elsewhere, who are told no figures. */
export interface Summary {
  readonly sessions: number
  readonly calls: number
  readonly enquiries: number
  readonly attributed: number
  readonly pending: number
  readonly rows: readonly ReportRow[]
}

export interface HomeFacts {
  readonly publicBaseUrl: string
  readonly siteKey: string
  readonly accountName: string
  readonly summary: Summary | undefined
}

const count = (value: number) => value.toLocaleString('en-GB', { maximumFractionDigits: 1 })

const figure = (name: string, value: number, title: string) =>
  `<div><dt>${title}</dt><dd data-figure="${name}">${count(value)}</dd></div>`

const row = ({ key, sessions, enquiries, calls, missedCalls }: ReportRow) =>
  `<tr><th scope="row">${escapeHtml(key)}</th>${[sessions, enquiries, calls, missedCalls]
    .map((value) => `<td>${count(value)}</td>`)
    .join('')}</tr>`

const emptyReport =
  '<tr class="empty"><td colspan="5">Nothing yet. Put the snippet on a page, give a pool a number, open the page and call it.</td></tr>'

export const renderRows = (rows: readonly ReportRow[]): string => rows.map(row).join('') || emptyReport

const live = (summary: Summary) => `
<section aria-labelledby="now">
  <h2 id="now">The last 30 days</h2>
  <dl class="figures" data-live>
    ${figure('sessions', summary.sessions, 'Visits')}
    ${figure('calls', summary.calls, 'Calls')}
    ${figure('enquiries', summary.enquiries, 'Enquiries')}
    ${figure('attributed', summary.attributed, 'With a known source')}
  </dl>
  <p class="quiet">Changes not shown yet: <span data-figure="pending">${count(summary.pending)}</span></p>
  <div class="scroll"><table>
    <caption>What each channel brought, by the last touch before the call</caption>
    <thead><tr><th scope="col">Channel</th><th scope="col">Visits</th><th scope="col">Enquiries</th><th scope="col">Calls</th><th scope="col">Missed</th></tr></thead>
    <tbody data-rows>${renderRows(summary.rows)}</tbody>
  </table></div>
</section>`

/** The first page of a bridge on one machine: what it is, what it counted, what to do next. */
export function renderHome({ publicBaseUrl, siteKey, accountName, summary }: HomeFacts): string {
  const snippet = `<script async src="${publicBaseUrl}/t.js" data-key="${siteKey}"></script>`
  const pool = `curl -X POST ${publicBaseUrl}/v1/pools \\
  -H "Authorization: Bearer $TIELINE_SECRET_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"name": "Website", "swapTargets": ["+442079460000"],
       "leaseMinutes": 30, "cooldownMinutes": 10,
       "fallbackNumber": "+442079460000",
       "flow": {"forwardTo": ["+442079460000"], "ring": "all"}}'`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tieline · ${escapeHtml(accountName)}</title>
<link rel="icon" href="data:,">
<style>${homeStyle}</style>
</head>
<body>
<header><p class="mark"><span aria-hidden="true"></span>Tieline</p><nav aria-label="Reference">${summary ? '<a href="/local/phone">Phone</a> ' : ''}<a href="/docs">API reference</a> <a href="/openapi.json">OpenAPI</a> <a href="/healthz">Health</a></nav></header>
<main>
<h1>Which source produced this call, and how do we know?</h1>
<p class="lead">This bridge joins phone calls to the visits they came from. Each visitor of your pages sees a phone number of their own; when it rings, the call is known to be theirs, and so are the advertisement, the search or the newsletter that brought them.</p>
${summary ? live(summary) : ''}
<section aria-labelledby="start">
  <h2 id="start">Three steps to the first attributed call</h2>
  <ol>
    <li><h3>Make a pool, and give it numbers</h3><p><code>swapTargets</code> are the numbers that stand on your pages; the pool’s own numbers, added with <code>POST /v1/numbers</code>, take their place.</p><pre tabindex="0"><code>${escapeHtml(pool)}</code></pre></li>
    <li><h3>Paste one line into your pages</h3><pre tabindex="0"><code>${escapeHtml(snippet)}</code></pre></li>
    <li><h3>Point the numbers’ webhooks here</h3><p>In Twilio’s console: “A call comes in” to <code>${escapeHtml(publicBaseUrl)}/twilio/voice</code>, “Call status changes” to <code>${escapeHtml(publicBaseUrl)}/twilio/voice/status</code>, both by POST.</p></li>
  </ol>
</section>
</main>
<footer><p>Every figure is made of enquiries that <code>GET /v1/enquiries</code> shows one by one, with their evidence.</p></footer>
${summary ? `<script>${homeScript}</script>` : ''}
</body>
</html>
`
}

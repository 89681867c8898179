import { type NotificationPreferences, noticeChoices } from '../../shared/domain/notification.ts'
import { escapeHtml } from '../../shared/http/html.ts'
import type { MailKind } from './unsubscribe-link.ts'

const style = `
:root{--paper:#faf7f1;--ink:#1f1d1a;--quiet:#645e55;--line:#e2dbcf;--signal:#b3391f;--well:#f2ede3;color-scheme:light}
@media (prefers-color-scheme:dark){:root{--paper:#191715;--ink:#ece6db;--quiet:#aaa295;--line:#3a352f;--signal:#f0866b;--well:#26221e;color-scheme:dark}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:34rem;margin:0 auto;padding:3rem 1.25rem}
.business{color:var(--quiet);margin:0}
h1{font:400 1.9rem/1.2 Georgia,"Times New Roman",serif;letter-spacing:-.01em;margin:2rem 0 .75rem;text-wrap:balance}
h2{font-size:.95rem;margin:3rem 0 .75rem;padding-top:1rem;border-top:1px solid var(--ink)}
p{margin:0 0 1.25rem}
fieldset{border:0;margin:0 0 1rem;padding:0}
legend{color:var(--quiet);padding:0;margin-bottom:.25rem}
label{display:flex;gap:.6rem;align-items:center;min-height:2.75rem}
input{width:1.15rem;height:1.15rem;margin:0;accent-color:var(--signal)}
button{font:inherit;font-weight:600;min-height:2.75rem;padding:.5rem 1.25rem;border-radius:4px;border:1px solid var(--line);background:var(--well);color:var(--ink);cursor:pointer}
button.main{background:var(--ink);border-color:var(--ink);color:var(--paper)}
:focus-visible{outline:2px solid var(--signal);outline-offset:3px}
`

/** Neither scripts nor anything of another origin; forms go here alone. */
export const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/** A page behind a link of a mail. */
export const shell = (title: string, business: string, main: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)} · Tieline</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body><main>
<p class="business">${escapeHtml(business)}</p>
${main}
</main></body>
</html>
`

const nameOf: Readonly<Record<MailKind, string>> = {
  enquiries: 'mails about enquiries',
  digest: 'the weekly report',
  alerts: 'mails of triggers',
}
const choiceNames: Readonly<Record<(typeof noticeChoices)[number], string>> = {
  all: 'Every enquiry',
  missed: 'Calls that nobody answered',
  none: 'None',
}

export interface SubscriptionPage {
  readonly business: string
  readonly kind: MailKind
  /** The signed query that the page was opened with. */
  readonly query: string
  readonly preferences: NotificationPreferences
  /** What has just been done. */
  readonly done?: 'unsubscribed' | 'saved' | undefined
}

const isOn = ({ kind, preferences }: SubscriptionPage) => {
  if (kind === 'alerts') return preferences.alerts !== false
  return kind === 'digest' ? preferences.digest : preferences.enquiries !== 'none'
}

function headOf(page: SubscriptionPage): string {
  const name = nameOf[page.kind]
  if (page.done === 'saved') return '<h1 role="status">Your choice is saved.</h1>'
  if (!isOn(page)) return `<h1 role="status">You get no more of ${name}.</h1>`
  return `<h1>Stop ${name}?</h1>
<p>For you alone: everybody else goes on getting theirs.</p>
<form method="post" action="/mail/unsubscribe?${escapeHtml(page.query)}"><button class="main">Stop ${name}</button></form>`
}

const choice = (value: (typeof noticeChoices)[number], chosen: string) =>
  `<label><input type="radio" name="enquiries" value="${value}"${value === chosen ? ' checked' : ''}> ${choiceNames[value]}</label>`

/** The page behind a mail's link: nothing happens by opening it, since mail programs open links by themselves. */
export function renderSubscription(page: SubscriptionPage): string {
  const { business, query, preferences } = page
  return shell(
    'Your mails',
    business,
    `${headOf(page)}
<form method="post" action="/mail/preferences?${escapeHtml(query)}" id="preferences">
<h2>What you get by e-mail</h2>
<fieldset><legend>At once</legend>${noticeChoices.map((each) => choice(each, preferences.enquiries)).join('')}</fieldset>
<fieldset><legend>When a trigger names you</legend><label><input type="checkbox" name="alerts" value="on"${preferences.alerts === false ? '' : ' checked'}> What it tells</label></fieldset>
<fieldset><legend>On Mondays</legend><label><input type="checkbox" name="digest" value="on"${preferences.digest ? ' checked' : ''}> The week’s report</label></fieldset>
<button>Save</button>
</form>`,
  )
}

export const renderForgedLink = (): string =>
  shell(
    'Your mails',
    'Tieline',
    '<h1>This link is not whole.</h1><p>Open it from the mail again, or sign in and choose there what you get.</p>',
  )

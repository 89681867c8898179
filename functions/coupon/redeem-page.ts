import type { Branding } from '../../shared/domain/account.ts'
import { codeGroups, displayCode } from '../../shared/domain/code-display.ts'
import { escapeHtml } from '../../shared/http/html.ts'
import { checkTable } from './entry-script.ts'
import { redeemStyle } from './redeem-look.ts'
import { redeemScript } from './redeem-script.ts'

/** What the business is called on its page, and how it looks. */
export interface Business {
  readonly name: string
  readonly branding: Branding
}

export interface RedeemForm {
  readonly key: string
  /** As it was typed. */
  readonly code: string
  readonly session: string
  readonly visitor: string
  /** The same form sent again is the same use. */
  readonly attempt: string
}

export interface Page {
  readonly html: string
  readonly style: string
  readonly script?: string
}

export function shell({ name, branding }: Business, title: string, main: string, script?: string): Page {
  const style = redeemStyle(branding.colour)
  const mark = branding.logoUrl
    ? `<img src="${escapeHtml(branding.logoUrl)}" alt="${escapeHtml(name)}">`
    : `<p>${escapeHtml(name)}</p>`
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)} · ${escapeHtml(name)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<header>${mark}</header>
<main>
${main}
</main>
${script === undefined ? '' : `<script>${script}</script>\n`}</body>
</html>
`
  return { html, style, ...(script !== undefined && { script }) }
}

const hidden = (form: RedeemForm) =>
  (['key', 'session', 'visitor', 'attempt'] as const)
    .filter((name) => form[name] !== '')
    .map((name) => `<input type="hidden" name="${name}" value="${escapeHtml(form[name])}">`)
    .join('')

/** How many digits each group has, by the length of the code: `{10: [3, 3, 4]}`. */
export const groupsOfLengths = (lengths: readonly number[]): Record<number, number[]> =>
  Object.fromEntries(
    lengths.map((length) => [length, codeGroups('0'.repeat(length)).map((group) => group.length)]),
  )

const usualText = 'Type the code that you were given. Spaces and dashes do not matter.'

/**
 * The page with the field.
 * @param lengths of the account's codes
 * @param problem what is wrong with the code that was sent
 */
export function formPage(
  business: Business,
  form: RedeemForm,
  lengths: readonly number[],
  problem?: string,
): Page {
  const longest = lengths.at(-1) ?? 10
  const counts = lengths.join(' or ')
  const hint = `It has ${counts} digits.`
  // Where codes of several lengths are about, an outline of one would mislead.
  const outline =
    lengths.length === 1 ? displayCode('0'.repeat(longest)).replaceAll('-', ' ').replaceAll('0', '–') : ''
  const groups = JSON.stringify(groupsOfLengths(lengths))
  const said = problem
    ? `<p class="wrong">${escapeHtml(problem)}</p>`
    : `<p class="hint">${escapeHtml(hint)}</p>`
  const main = `<h1>Enter your code</h1>
<p class="lead">${escapeHtml(business.branding.text ?? usualText)}</p>
<form method="post" action="/redeem" novalidate>
${hidden(form)}
<label for="code">Code</label>
<div class="entry">
<input id="code" name="code" type="text" inputmode="numeric" autocomplete="off" autocapitalize="off" spellcheck="false" required maxlength="60" ${outline && `placeholder="${outline}" `}value="${escapeHtml(form.code)}" aria-describedby="say"${problem ? ' aria-invalid="true" autofocus' : ''} data-table="${checkTable}" data-groups="${escapeHtml(groups)}" data-hint="${escapeHtml(hint)}">
<div class="say" id="say" aria-live="polite">${said}</div>
<button type="submit">Use code</button>
</div>
</form>`
  return shell(business, problem ? 'Please check your code' : 'Enter your code', main, redeemScript)
}

export interface Accepted {
  readonly code: string
  readonly worth: string | undefined
  /** Until when the benefit is there, as the business's people would say it. */
  readonly until: string | undefined
  readonly redemptionId: string
}

export const acceptedPage = (business: Business, { code, worth, until, redemptionId }: Accepted): Page =>
  shell(
    business,
    'Your code is accepted',
    `<h1 id="done">Your code is accepted</h1>
<p class="lead">Keep this page or note the reference: ${escapeHtml(business.name)} can look it up.</p>
<section class="ticket" aria-labelledby="done">
${worth ? `<p class="worth">${escapeHtml(worth)}</p>` : ''}
<dl>
<div><dt>Code</dt><dd class="code">${escapeHtml(displayCode(code))}</dd></div>
${until ? `<div><dt>Valid until</dt><dd>${escapeHtml(until)}</dd></div>` : ''}
<div><dt>Reference</dt><dd>${escapeHtml(redemptionId)}</dd></div>
</dl>
</section>`,
  )

/** Where no business is known: the address lacks its key. */
export const strayPage = (): Page =>
  shell(
    { name: 'Tieline', branding: {} },
    'This link is not complete',
    `<h1>This link is not complete</h1>
<p class="lead">It does not say which business your code is from. Open the link again as you were given it, or ask the business.</p>`,
  )

import { displayCode } from '../../shared/domain/code-display.ts'
import { invitation } from '../../shared/domain/referral.ts'
import { escapeHtml } from '../../shared/http/html.ts'
import { type Business, type Page, shell } from './redeem-page.ts'

export interface Shared {
  readonly code: string
  /** What the friend gets, in words. */
  readonly worth: string | undefined
  readonly until: string | undefined
  /** To the business's own page; undefined: the code is entered at `redeem`. */
  readonly link: string | undefined
  readonly redeem: string
  /** The address of this page itself. */
  readonly share: string
}

/** One page for both: whoever was sent it sees what they get; whoever sends it finds how. */
export function sharePage(business: Business, { code, worth, until, link, redeem, share }: Shared): Page {
  const name = escapeHtml(business.name)
  const message = encodeURIComponent(invitation(business.name, code, worth, share))
  const subject = encodeURIComponent(`A recommendation: ${business.name}`)
  const waysOn = [
    [`mailto:?subject=${subject}&body=${message}`, 'By e-mail'],
    [`sms:?&body=${message}`, 'By text message'],
    [`https://wa.me/?text=${message}`, 'By WhatsApp'],
  ]
  return shell(
    business,
    'A friend recommends us',
    `<h1 id="done">A friend recommends ${name}</h1>
<p class="lead">${worth ? 'This is for you, as their friend. Say the code when you call, or use it online.' : 'Say the code when you call, or use it online: then we know whom to thank.'}</p>
<section class="ticket" aria-labelledby="done">
${worth ? `<p class="worth">${escapeHtml(worth)}</p>` : ''}
<dl>
<div><dt>Your code</dt><dd class="code">${escapeHtml(displayCode(code))}</dd></div>
${until ? `<div><dt>Valid until</dt><dd>${escapeHtml(until)}</dd></div>` : ''}
</dl>
</section>
<p class="next"><a class="go" href="${escapeHtml(link ?? redeem)}">${link ? `Visit ${name}` : 'Use the code online'}</a></p>
<section class="pass" aria-labelledby="pass">
<h2 id="pass">Pass it on</h2>
<ul>
${waysOn.map(([href, label]) => `<li><a href="${escapeHtml(href ?? '')}" rel="noopener">${label}</a></li>`).join('\n')}
</ul>
</section>`,
  )
}

/** What is no recommendation of this business, or no more. */
export const unsharedPage = (business: Business): Page =>
  shell(
    business,
    'This recommendation is not valid',
    `<h1>This recommendation is not valid</h1>
<p class="lead">The link may have been cut off on its way, or its time is over. Ask whoever sent it, or call ${escapeHtml(business.name)}.</p>`,
  )

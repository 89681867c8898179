import type { Member } from '../../shared/domain/member.ts'
import { escapeHtml } from '../../shared/http/html.ts'
import { plainPage } from '../../shared/http/plain-page.ts'
import { roleWords } from './examples.ts'

const style = `
.people,details,.note{margin-inline:-.75rem}
.people{list-style:none;margin-block:0 1.5rem;padding:0;border-top:1px solid var(--line)}
.people li{border-bottom:1px solid var(--line)}
.person{display:grid;grid-template-columns:1fr auto;gap:0 1rem;align-items:center;width:100%;padding:.85rem .75rem;margin:0;background:none;border:0;border-radius:6px;color:inherit;font:inherit;text-align:left;cursor:pointer}
.person:hover{background:var(--sunk)}
.person b{font-weight:600}
.person small{grid-column:1;font-size:.875rem;line-height:1.45;color:var(--quiet);text-wrap:pretty}
.person i{grid-row:1/span 2;grid-column:2;font-style:normal;color:var(--signal);font-size:1.25rem;line-height:1}
.person .who{font-weight:400;color:var(--quiet);font-size:.875rem;margin-left:.5rem;overflow-wrap:anywhere}
summary{cursor:pointer;color:var(--quiet);font-size:.875rem;padding:.25rem .75rem;width:max-content;max-width:100%;border-radius:4px}
summary:hover{color:var(--ink)}
.other{display:grid;grid-template-columns:1fr auto;gap:.5rem;padding:.75rem}
.other label{grid-column:1/-1;font-size:.875rem;font-weight:600}
.other input{min-width:0;font:inherit;padding:.55rem .75rem;color:inherit;background:var(--sheet);border:1px solid var(--edge);border-radius:6px}
.note{margin-top:1.5rem;padding-inline:.75rem;font-size:.875rem;color:var(--quiet)}
code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.92em}
`
const mostListed = 12

const personHtml = ({
  email,
  name,
  role,
}: Member) => `<li><button class="person" name="email" value="${escapeHtml(email)}">
<b>${roleWords[role].name}<span class="who">${escapeHtml(name ?? email)}</span></b>
<small>${roleWords[role].may}</small>
<i aria-hidden="true">→</i>
</button></li>`

/** The members of the local account, each a click away. */
export const choicePage = (members: readonly Member[]): Response =>
  plainPage({
    title: 'Sign in',
    style,
    body: `<h1>Look around as</h1>
<p class="lead">On this machine a click signs you in; where Tieline is deployed people sign in with their own account.</p>
<form method="post">
<ul class="people">
${members.slice(0, mostListed).map(personHtml).join('\n')}
</ul>
</form>
<details>
<summary>Somebody else of a team</summary>
<form method="post" class="other">
<label for="email">Their e-mail address</label>
<input id="email" name="email" type="email" autocomplete="off" required>
<button class="button">Sign in</button>
</form>
</details>
<p class="note">Your own sign-in service instead: set <code>OIDC_ISSUER</code> and <code>OIDC_CLIENT_ID</code>.</p>`,
  })

export const tooLatePage = (beginning: string): Response =>
  plainPage({
    title: 'That took too long',
    status: 400,
    body: `<h1>That took too long</h1>
<p class="lead">This sign-in is over, or the bridge was started again meanwhile.</p>
<p><a class="button" href="${escapeHtml(beginning)}">Begin anew</a></p>`,
  })

export const elsewherePage = (ownUrl: string): Response =>
  plainPage({
    title: 'Sign in on the machine itself',
    status: 403,
    body: `<h1>Sign in on the machine itself</h1>
<p class="lead">This bridge signs its own people in with a click, so it does that only for whoever sits at it. To let others in, set <code>OIDC_ISSUER</code> and <code>OIDC_CLIENT_ID</code>.</p>
<p class="address">${escapeHtml(ownUrl)}</p>`,
  })

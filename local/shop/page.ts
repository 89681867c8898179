import { displayBeside } from '../../shared/domain/phone-display.ts'
import { business } from '../example/business.ts'
import { shopStyle } from './look.ts'
import { shopScript } from './script.ts'

/** Ways to come to the shop, as advertisements and newsletters would link to it. */
export const ways = [
  {
    label: 'Google Ads',
    query:
      'utm_source=google&utm_medium=cpc&utm_campaign=emergency-boiler&utm_term=no+hot+water&gclid=Cj0KCQiExampleClick',
  },
  { label: 'the newsletter', query: 'utm_source=newsletter&utm_medium=email&utm_campaign=winter-check' },
  { label: 'Facebook', query: 'utm_source=facebook&utm_medium=paid_social&utm_campaign=autumn-offer' },
] as const

const flame =
  '<svg viewBox="0 0 32 32" aria-hidden="true"><path d="M16 2c1 6 8 9 8 17a8 8 0 0 1-16 0c0-4 2-6 3-9 1 2 2 3 3 3 1-4 0-7 2-11Z" fill="#e3a06f"/><path d="M3 27q3.2-3 6.5 0t6.5 0 6.5 0 6.5 0" fill="none" stroke="#fbf5ea" stroke-width="2" stroke-linecap="round"/></svg>'

const scene = `<svg class="scene" viewBox="0 0 420 320" role="img" aria-label="A lit window above the harbour at night">
<rect width="420" height="320" rx="14" fill="#0d2f31"/>
<circle cx="338" cy="62" r="24" fill="#efe4d0"/><circle cx="328" cy="56" r="22" fill="#0d2f31"/>
<path d="M60 236V128l86-58 86 58v108Z" fill="#1d5557"/><path d="M44 138 146 68l102 70" fill="none" stroke="#e3a06f" stroke-width="8" stroke-linecap="round" stroke-linejoin="round"/>
<rect x="104" y="142" width="84" height="60" rx="4" fill="#f6c98b"/><path d="M146 142v60M104 172h84" stroke="#1d5557" stroke-width="5"/>
<rect x="196" y="84" width="20" height="38" fill="#1d5557"/><path d="M206 74q-12-12 0-22t0-22" fill="none" stroke="#d9e3da" stroke-width="4" stroke-linecap="round" opacity=".6"/>
<path d="M292 236v-62h66v62" fill="#1d5557"/><path d="M284 176 325 150l41 26" fill="none" stroke="#3b7678" stroke-width="6" stroke-linecap="round" stroke-linejoin="round"/><rect x="314" y="190" width="22" height="22" rx="2" fill="#f6c98b"/>
<path d="M0 236h420v70a14 14 0 0 1-14 14H14a14 14 0 0 1-14-14Z" fill="#0a2627"/>
<path d="M112 252h68M124 268h44M136 284h20" stroke="#f6c98b" stroke-width="5" stroke-linecap="round" opacity=".75"/><path d="M310 254h30M317 268h16" stroke="#f6c98b" stroke-width="4" stroke-linecap="round" opacity=".5"/>
<path d="M20 262q16-10 32 0t32 0M200 288q16-10 32 0t32 0 32 0M236 258q12-8 24 0t24 0" fill="none" stroke="#2f6a6c" stroke-width="3" stroke-linecap="round"/>
</svg>`

const services = [
  [
    'Boiler repair',
    'No heat, no hot water, a fault on the display: somebody is with you today.',
    'from £140',
  ],
  ['Boiler service', 'Once a year, with the safety check and a record for your landlord.', 'from £95'],
  ['New boilers', 'Measured, quoted and fitted within the week, with a ten-year guarantee.', 'from £2,400'],
]

const steps = (isReady: boolean, printed: string) => [
  `<p>Come from an advertisement:</p>${ways.map(({ label, query }) => `<a href="/local/shop?${query.replaceAll('&', '&amp;')}">${label}</a>`).join('')}`,
  isReady
    ? `<p>This page prints <b>${printed}</b>. A moment, and you see a number of your own.</p>`
    : `<p>This page prints <b>${printed}</b>, and no pool of this account takes its place. <a href="/settings">Make one with this number as its target</a> and load the page anew.</p>`,
  `<p>Printed is ${printed}; you alone see <b data-own></b>.</p><a data-phone href="/local/phone">Call it in the browser</a>`,
  '<p>Press Call in the phone’s window, and Answer. The desk says where you came from, and takes your code.</p><a href="/desk" target="tieline-desk">Live desk</a><a href="/enquiries" target="tieline-desk">Your enquiry</a><a data-phone href="/local/phone">Phone</a>',
]

/**
 * The page of the example business, on this machine: what a customer's page is, with the real snippet.
 * @param isReady whether a pool takes the place of the printed number
 */
export function renderShop({ siteKey, isReady }: { siteKey: string; isReady: boolean }): string {
  const { printedNumber, name } = business
  const printed = displayBeside(printedNumber, printedNumber, undefined)
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Boiler repair and service · ${name}</title>
<link rel="icon" href="data:,">
<style>${shopStyle}</style>
<script async src="/t.js" data-key="${siteKey}"></script>
</head>
<body>
<section class="guide" id="guide" data-printed="${printedNumber}" data-tieline-ignore aria-label="Your first call, in four steps"><div class="wide">
<p class="mark"><i aria-hidden="true"></i>Your first call</p>
<div class="says" aria-live="polite">${steps(isReady, printed)
    .map(
      (step, index) =>
        `<div class="step" data-step="${index + 1}"${index === 0 ? '' : ' hidden'}>${step}</div>`,
    )
    .join('')}</div>
<ol aria-label="Steps">${['Come', 'See', 'Call', 'Watch'].map((label, index) => `<li><span aria-hidden="true">${index + 1}</span><span class="sr">${label}</span></li>`).join('')}</ol>
</div></section>
<header class="top">
<div class="wide bar"><p class="brand">${flame}${name}</p><a class="tel" href="tel:${printedNumber}">${printed}</a></div>
<div class="wide hero">
<div>
<h1>Warm again by this evening</h1>
<p class="lead">Boilers repaired, serviced and replaced along the river, from Putney to Greenwich. Two engineers and one phone that somebody answers.</p>
<a class="call" id="call" href="tel:${printedNumber}"><small>Call us, Monday to Saturday</small><span>${printed}</span></a>
<p class="offer" data-tieline-code hidden>Quote <b data-tieline-code></b> when you call: ten per cent off your boiler service.</p>
</div>
${scene}
</div>
</header>
<main>
<section class="wide work" aria-labelledby="work"><h2 id="work">What we do</h2>
<ul>${services.map(([title, text, price]) => `<li><h3>${title}</h3><p>${text}</p><p class="price">${price}</p></li>`).join('')}</ul></section>
<section class="ask" aria-labelledby="ask-title"><div class="wide">
<div><h2 id="ask-title">We ring you back</h2><p>Leave your number and what is wrong. In working hours it takes us a quarter of an hour.</p><p>In a hurry? <a href="tel:${printedNumber}">${printed}</a></p></div>
<div><form id="ask" data-tieline-form>
<label>Name<input name="name" autocomplete="name" required></label>
<label>Phone<input name="phone" type="tel" autocomplete="tel" required></label>
<label class="full">E-mail<input name="email" type="email" autocomplete="email"></label>
<label class="full">How did you hear of us?<select name="heard"><option value="">Choose, if you like</option><option>From a neighbour</option><option>Saw the van</option><option>On the radio</option><option>Found you online</option></select></label>
<button type="submit">Ring me back</button>
</form><p id="thanks" class="thanks" tabindex="-1" hidden>Thank you: we ring you back. (This is an example: nobody will, but the enquiry is there.)</p></div>
</div></section>
</main>
<footer class="wide foot"><p>${name}, an example of Tieline’s. It does not exist, nor do its numbers.</p><p>Office: <span>${printed}</span></p></footer>
<script>${shopScript}</script>
</body>
</html>
`
}

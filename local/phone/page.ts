import { escapeHtml } from '../../shared/http/html.ts'
import { homeStyle } from '../look.ts'
import { phoneStyle } from './look.ts'
import { phoneScript } from './script.ts'

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#']
const keyNames: Readonly<Record<string, string>> = { '*': 'star', '#': 'hash' }
const keypad = keys
  .map(
    (key) =>
      `<button type="button" data-key="${key}" aria-label="Key ${keyNames[key] ?? key}">${key}</button>`,
  )
  .join('')

/** One page to call, answer and text with, and to see what was asked of the bridge. Its script fills it. */
export const renderPhone = (accountName: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Phone · Tieline · ${escapeHtml(accountName)}</title>
<link rel="icon" href="data:,">
<style>${homeStyle}${phoneStyle}</style>
</head>
<body>
<header><p class="mark"><span aria-hidden="true"></span>Tieline</p><nav aria-label="Pages"><a href="/">Overview</a> <a href="/local/mailbox">Mailbox</a> <a href="/docs">API reference</a></nav></header>
<main>
<h1>Phone</h1>
<p class="lead">Calls and texts a tracking number as Twilio would, on this machine alone: nobody is rung, nothing is paid.</p>
<p id="error" class="error" role="alert" hidden></p>

<div class="desk">
<section aria-labelledby="caller-title" class="caller">
  <h2 id="caller-title">Caller</h2>
  <form id="place">
    <label for="to">Number to call</label>
    <select id="to" required></select>
    <p id="no-numbers" class="quiet" hidden>The account has no number yet. Make one with <code>POST /v1/numbers</code>; until then any number can be called.</p>
    <label for="from">Caller’s own number</label>
    <input id="from" required autocomplete="off" value="+447700900123" aria-describedby="from-hint">
    <p id="from-hint" class="hint">In full, such as +447700900123; <code>anonymous</code> withholds it.</p>
    <div class="row"><button type="submit" id="call" class="main">Call</button><button type="button" id="hang-up" disabled>Hang up</button></div>
    <label class="check"><input type="checkbox" id="aloud" checked> Speak aloud what is said</label>
  </form>
  <p id="status" class="status" role="status">No call yet.</p>
  <div class="heard" role="log" aria-label="What is heard" tabindex="0"><ol id="heard"></ol></div>
  <div id="answering" hidden>
    <div id="keypad" class="keypad" role="group" aria-label="Keypad of the caller">${keypad}</div>
    <form id="speech"><label for="say">Say</label><div class="row"><input id="say" autocomplete="off"><button type="submit">Say it</button><button type="button" id="silence">Stay silent</button></div></form>
    <form id="message" hidden><label for="left">Message after the tone</label><textarea id="left" rows="2"></textarea><div class="row"><button type="submit" class="main">End with #</button><button type="button" data-ends="hangup">Say it and hang up</button><button type="button" data-ends="silence">Stay silent</button></div></form>
  </div>
</section>

<section aria-labelledby="legs-title">
  <h2 id="legs-title">Phones of the business</h2>
  <div id="legs"><p class="quiet">They ring when a call is put through.</p></div>

  <h2 id="texts-title">Texts</h2>
  <ol id="texts" class="texts" aria-labelledby="texts-title" tabindex="0"></ol>
  <form id="text"><label for="body">Text from the caller’s number to the number chosen</label><div class="row"><input id="body" required autocomplete="off"><button type="submit">Send</button></div></form>
</section>
</div>

<section aria-labelledby="faults-title">
  <h2 id="faults-title">What may go wrong</h2>
  <form id="faults" class="faults">
    <label class="check"><input type="checkbox" id="lost"> Lose callbacks</label>
    <label class="check"><input type="checkbox" id="doubled"> Send callbacks twice</label>
    <label for="late">Callbacks late by <input id="late" type="number" min="0" max="300" step="1" value="0"> seconds</label>
    <label for="tries">Ask for every TwiML <select id="tries"><option value="1">once</option><option value="2">twice</option><option value="3">three times</option></select></label>
    <button type="button" id="now">Send late ones now</button>
  </form>
</section>

<section aria-labelledby="log-title">
  <h2 id="log-title">Requests to the bridge</h2>
  <div class="scroll" id="log-box" role="group" aria-label="Table of requests" tabindex="0"><table>
    <caption>Newest first; open one for its fields</caption>
    <thead><tr><th scope="col">Request</th><th scope="col">Time</th><th scope="col">Try</th><th scope="col">Status</th><th scope="col">ms</th></tr></thead>
    <tbody id="log"><tr class="empty"><td colspan="5">Nothing yet.</td></tr></tbody>
  </table></div>
</section>
</main>
<footer><p>Every request is signed as Twilio signs it, for the public address of this bridge. Recordings hold silence: their words are what you type.</p></footer>
<script>${phoneScript}</script>
</body>
</html>
`

import { escapeHtml } from '../../../shared/http/html.ts'
import type { SignInRefusal } from './decide.ts'
import { signInStyle } from './look.ts'

export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}

interface Words {
  readonly status: 200 | 400 | 403 | 503
  readonly heading: string
  readonly text: string
  readonly link: string
}

const refusals: Record<SignInRefusal, Words> = {
  'run-out': {
    status: 400,
    heading: 'That took too long',
    text: 'The sign-in was begun more than ten minutes ago, in another browser, or is finished already. Nothing is lost.',
    link: 'Sign in',
  },
  denied: {
    status: 403,
    heading: 'You did not sign in',
    text: 'The sign-in was cancelled, or your organisation’s sign-in service did not allow it.',
    link: 'Try again',
  },
  invalid: {
    status: 400,
    heading: 'The sign-in could not be checked',
    text: 'What came back from the sign-in service does not fit what was asked, so nobody was signed in.',
    link: 'Try again',
  },
  unreachable: {
    status: 503,
    heading: 'The sign-in service does not answer',
    text: 'Calls are answered and counted all the same. Try again in a minute.',
    link: 'Try again',
  },
  unverified: {
    status: 403,
    heading: 'Your e-mail address is not confirmed',
    text: 'Confirm it with your sign-in service, then come back.',
    link: 'Try again',
  },
  stranger: {
    status: 403,
    heading: 'You are not on a team here yet',
    text: 'Ask an owner of the account to add you, with exactly this address:',
    link: 'Sign in with another address',
  },
}

const page = (words: Words, link: string, email?: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words.heading} · Tieline</title>
<link rel="icon" href="data:,">
<style>${signInStyle}</style>
</head>
<body>
<main>
<p class="mark"><span aria-hidden="true"></span>Tieline</p>
<h1>${words.heading}</h1>
<p class="lead">${words.text}</p>
${email === undefined ? '' : `<p class="address">${escapeHtml(email)}</p>\n`}<p><a class="button" href="${escapeHtml(link)}">${words.link}</a></p>
</main>
</body>
</html>
`

/** @param link where the sign-in begins */
export function refusalPage(refusal: SignInRefusal, link: string, email?: string): Response {
  const words = refusals[refusal]
  return new Response(page(words, link, email), { status: words.status, headers: pageHeaders })
}

export const signedOutPage = (link: string): Response =>
  new Response(
    page(
      {
        status: 200,
        heading: 'You are signed out',
        text: 'On this device nothing of the account can be seen any more.',
        link: 'Sign in again',
      },
      link,
    ),
    { headers: pageHeaders },
  )

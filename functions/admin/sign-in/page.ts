import { escapeHtml } from '../../../shared/http/html.ts'
import { plainPage } from '../../../shared/http/plain-page.ts'
import type { SignInRefusal } from './decide.ts'

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

const page = ({ status, heading, text, link }: Words, beginning: string, email?: string): Response =>
  plainPage({
    title: heading,
    status,
    body: [
      `<h1>${heading}</h1>`,
      `<p class="lead">${text}</p>`,
      ...(email === undefined ? [] : [`<p class="address">${escapeHtml(email)}</p>`]),
      `<p><a class="button" href="${escapeHtml(beginning)}">${link}</a></p>`,
    ].join('\n'),
  })

/** @param beginning where the sign-in begins */
export const refusalPage = (refusal: SignInRefusal, beginning: string, email?: string): Response =>
  page(refusals[refusal], beginning, email)

export const signedOutPage = (beginning: string): Response =>
  page(
    {
      status: 200,
      heading: 'You are signed out',
      text: 'On this device nothing of the account can be seen any more.',
      link: 'Sign in again',
    },
    beginning,
  )

import { useState } from 'react'
import { isOneOf, useMe } from '../../api/me.ts'
import { Empty } from '../../parts/empty.tsx'
import { Page } from '../../parts/page.tsx'
import { Questions } from './questions.tsx'
import { Ready } from './ready.tsx'
import type { Answers, Made } from './set-up.ts'
import './welcome.css'

interface Done {
  readonly answers: Answers
  readonly made: Made
}

/** One number, one code, one place, no script: three questions, and what to print. */
export default function Welcome() {
  const me = useMe()
  const [done, setDone] = useState<Done>()
  if (!isOneOf(me, 'owner', 'marketer')) {
    return (
      <Page title="Set up">
        <Empty title="Numbers and codes are set up by owners and marketers.">
          Your role is {me.member.role}.
        </Empty>
      </Page>
    )
  }
  return done ? (
    <Page
      title="Ready to print"
      lead="Put these words where people see them; Tieline counts who calls because of them."
    >
      <Ready {...done} />
    </Page>
  ) : (
    <Page
      title={`Set up ${me.account.name}`}
      lead="Three questions: a number and a code for one place. No script on your pages is needed."
    >
      <Questions currency={me.account.currency} onDone={setDone} />
    </Page>
  )
}

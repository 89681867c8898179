import { useState } from 'react'
import { Button } from '../../../parts/button.tsx'
import { sayTrouble } from '../../../parts/toast.tsx'
import type { Draft } from './use-draft.ts'
import './process.css'

/** What was changed and is not saved yet, always in sight; and the choice where somebody else saved meanwhile. */
export function Unsaved({
  what,
  draft,
  isWhole = true,
}: {
  /** As a sentence begins: `The process is`. */
  readonly what: string
  readonly draft: Omit<Draft<unknown>, 'change'>
  /** False while something in it must be mended first. */
  readonly isWhole?: boolean
}) {
  const [isBusy, setBusy] = useState(false)
  if (!draft.isChanged) return null
  const run = (work: () => Promise<void>) => () => {
    setBusy(true)
    work()
      .catch(sayTrouble)
      .finally(() => setBusy(false))
  }
  const { refusal } = draft
  const isOvertaken = refusal?.code === 'changed_meanwhile'
  return (
    <section className="unsaved" aria-label={`${what} not saved yet`}>
      <span>
        {isOvertaken ? (
          <span role="alert">
            Somebody else saved a change while you made yours. Theirs stands; yours is still here.
          </span>
        ) : (
          <>
            {what} changed and not saved yet.
            {refusal && (
              <span className="field-error" role="alert">
                {' '}
                {refusal.whole}
              </span>
            )}
          </>
        )}
      </span>
      <span className="page-actions">
        {isOvertaken ? (
          <>
            <Button isDisabled={isBusy} onPress={run(draft.saveOverTheirs)}>
              Save mine over it
            </Button>
            <Button look="primary" isDisabled={isBusy} onPress={run(draft.takeTheirs)}>
              Take theirs
            </Button>
          </>
        ) : (
          <>
            <Button isDisabled={isBusy} onPress={draft.drop}>
              Drop the changes
            </Button>
            <Button look="primary" isDisabled={isBusy || !isWhole} onPress={run(draft.save)}>
              Save
            </Button>
          </>
        )}
      </span>
    </section>
  )
}

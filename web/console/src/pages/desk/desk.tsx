import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { today } from '../../api/days.ts'
import { useMe } from '../../api/me.ts'
import { Problem } from '../../api/request.ts'
import { Empty, Trouble } from '../../parts/empty.tsx'
import { Switch } from '../../parts/field.tsx'
import { Page } from '../../parts/page.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { CallList } from './call-list.tsx'
import { Connection } from './connection.tsx'
import { decideDone } from './decide-done.ts'
import { decideShown } from './decide-shown.ts'
import { type DeskKey, deskKeys, useDeskKeys } from './keys.ts'
import { Panel, type PanelKeys } from './panel.tsx'
import { useRing, useSound } from './ring.ts'
import { Today } from './today.tsx'
import { type DeskCall, type Draft, isEmpty } from './types.ts'
import { useCodeLengths, useDesk, useNow } from './use-desk.ts'
import { useDone } from './use-done.ts'
import { useDrafts } from './use-drafts.ts'
import './desk.css'

const isOfThisMachine = () => /^(localhost|127\.0\.0\.1|\[::1\])$/.test(location.hostname)

const Nobody = () => (
  <Empty title="Nobody calls just now.">
    Calls to your tracking numbers come here as they ring: who it may be, from which page, and a field for the
    code that they quote.{' '}
    {isOfThisMachine() ? (
      <>
        To try it, open{' '}
        <a href="/local/phone" target="_blank" rel="noreferrer">
          the phone in the browser
        </a>{' '}
        beside this page and call one of your numbers.
      </>
    ) : (
      'To try it, call one of your tracking numbers from any phone.'
    )}
  </Empty>
)

const Keys = () => (
  <dl className="desk-keys" aria-label="Keys of the desk">
    {[{ keys: 'Enter', does: 'bind the code' }, ...deskKeys, { keys: 'Ctrl Enter', does: 'done' }].map(
      ({ keys, does }) => (
        <div key={keys}>
          <dt>
            <kbd>{keys}</kbd>
          </dt>
          <dd>{does}</dd>
        </div>
      ),
    )}
  </dl>
)

const isWritten = (element: Element | null): boolean =>
  (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) && element.value !== ''

/** The desk of whoever answers the phone. */
export default function LiveDesk() {
  const { currency, timeZone } = useMe().account
  const [isHeard, setHeard] = useSound()
  const { data, error, dataUpdatedAt, refetch } = useDesk(isHeard)
  const now = useNow()
  const { done, back, finish, spam } = useDone()
  const [shown, setShown] = useState<string>()
  const drafts = useDrafts()
  const lengths = useCodeLengths()
  const panel = useRef<PanelKeys>(null)
  /** The field for a code is to be written in as soon as the call is shown. */
  const wantsFocus = useRef(false)
  /** What is shown stays while somebody writes of it, even when it has left the desk. */
  const last = useRef<DeskCall>(undefined)

  const asked = data?.calls ?? []
  const calls = [
    ...asked,
    ...back.filter(({ callSid }) => !asked.some((each) => each.callSid === callSid)),
  ].filter(({ callSid }) => !done.has(callSid))
  // Whoever lost the role is told so, and sees nothing more of the callers.
  const isRefused = error instanceof Problem && error.status === 403
  const queries = useQueryClient()
  useEffect(() => {
    if (isRefused) void queries.invalidateQueries({ queryKey: ['me'] })
  }, [isRefused, queries])
  const isLost = error !== null && data !== undefined
  useRing(calls, isHeard, isLost)
  const call =
    calls.find(({ callSid }) => callSid === shown) ??
    (last.current?.callSid === shown && shown !== undefined && !done.has(shown) ? last.current : undefined)
  useEffect(() => {
    last.current = call
  }, [call])

  const isBusy =
    call !== undefined && (!isEmpty(drafts.of(call.callSid)) || isWritten(document.activeElement))
  const next = decideShown(calls, call?.callSid, isBusy)
  useEffect(() => {
    if (next === shown) return
    const active = document.activeElement
    setShown(next)
    // The field is ready for whoever does nothing else; who writes anywhere is left alone.
    wantsFocus.current = !isWritten(active) && !document.querySelector('[role="dialog"]')
  }, [next, shown])
  const callSid = call?.callSid
  useEffect(() => {
    if (callSid === undefined || !wantsFocus.current) return
    wantsFocus.current = false
    panel.current?.focusCode()
  }, [callSid])

  const show = (callSid: string | undefined) => {
    if (callSid === undefined) return
    if (callSid === shown) return panel.current?.focusCode()
    wantsFocus.current = true
    setShown(callSid)
  }
  const turn = (by: 1 | -1) => {
    const at = calls.findIndex(({ callSid }) => callSid === shown)
    show(calls[(at + by + calls.length) % Math.max(1, calls.length)]?.callSid)
  }
  const putBack =
    ({ callSid }: DeskCall, draft: Draft) =>
    (isUndone: boolean) => {
      drafts.change(callSid, draft)
      // Who undid it wants to see it; a refusal takes nobody away from the next caller.
      if (isUndone) setShown(callSid)
    }
  const finishShown = () => {
    if (!call) return
    const draft = drafts.of(call.callSid)
    const decision = decideDone(draft, lengths, currency)
    if (decision.kind === 'mend') return panel.current?.mend(decision.field)
    drafts.forget(call.callSid)
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    void finish(call, draft, decision.code, putBack(call, draft))
  }
  const press = (key: DeskKey) => {
    if (key === 'ArrowDown') turn(1)
    else if (key === 'ArrowUp') turn(-1)
    else panel.current?.press(key)
  }
  const latest = useRef(press)
  latest.current = press
  useDeskKeys(useCallback((key) => latest.current(key), []))

  return (
    <Page
      title="Live desk"
      actions={
        <Switch isOn={isHeard} onChange={setHeard}>
          A soft tone when it rings
        </Switch>
      }
    >
      {isLost && !isRefused && (
        <Connection seconds={Math.max(1, (now - dataUpdatedAt) / 1000)} why={error.message} />
      )}
      {error && (!data || isRefused) ? (
        <Trouble error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <TableSkeleton rows={6} />
      ) : calls.length === 0 && !call ? (
        <>
          <Nobody />
          <Today heard={`${data.version} ${done.size}`} today={today(timeZone)} />
        </>
      ) : (
        <div className="desk">
          <CallList calls={calls} shown={call?.callSid} now={now} onShow={show} />
          {call && (
            <Panel
              key={call.callSid}
              ref={panel}
              call={call}
              now={now}
              draft={drafts.of(call.callSid)}
              onDraft={(given) => drafts.change(call.callSid, given)}
              onDone={finishShown}
              onSpam={() => {
                const draft = drafts.of(call.callSid)
                drafts.forget(call.callSid)
                void spam(call, putBack(call, draft))
              }}
            />
          )}
        </div>
      )}
      <Keys />
    </Page>
  )
}

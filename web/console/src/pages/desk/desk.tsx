import { useCallback, useEffect, useRef, useState } from 'react'
import { useMe } from '../../api/me.ts'
import { minorUnitsOf } from '../../look/amount.ts'
import { Empty, Trouble } from '../../parts/empty.tsx'
import { Switch } from '../../parts/field.tsx'
import { Page } from '../../parts/page.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { CallList } from './call-list.tsx'
import { decideShown } from './decide-shown.ts'
import { type DeskKey, deskKeys, useDeskKeys } from './keys.ts'
import { Panel, type PanelKeys } from './panel.tsx'
import { useRing, useSound } from './ring.ts'
import { type DeskCall, type Draft, emptyDraft, isEmpty } from './types.ts'
import { useDesk, useNow } from './use-desk.ts'
import { useDone } from './use-done.ts'
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
  const { currency } = useMe().account
  const [isHeard, setHeard] = useSound()
  const { data, error, refetch } = useDesk(isHeard)
  const now = useNow()
  const { done, finish, spam } = useDone()
  const [shown, setShown] = useState<string>()
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({})
  const panel = useRef<PanelKeys>(null)
  /** The field for a code is to be written in as soon as the call is shown. */
  const wantsFocus = useRef(false)
  /** What is shown stays while somebody writes of it, even when it has left the desk. */
  const last = useRef<DeskCall>(undefined)

  const calls = data?.calls.filter(({ callSid }) => !done.has(callSid)) ?? []
  useRing(calls, isHeard)
  const draftOf = (callSid: string) => drafts[callSid] ?? emptyDraft
  const call =
    calls.find(({ callSid }) => callSid === shown) ??
    (last.current?.callSid === shown && shown !== undefined && !done.has(shown) ? last.current : undefined)
  useEffect(() => {
    last.current = call
  }, [call])

  const isBusy = call !== undefined && (!isEmpty(draftOf(call.callSid)) || isWritten(document.activeElement))
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
  const change = (callSid: string, given: Partial<Draft>) =>
    setDrafts((standing) => ({ ...standing, [callSid]: { ...(standing[callSid] ?? emptyDraft), ...given } }))
  const forget = (callSid: string) => change(callSid, emptyDraft)
  const finishShown = () => {
    if (!call) return
    const draft = draftOf(call.callSid)
    if (minorUnitsOf(draft.value, currency) === null) return
    forget(call.callSid)
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    void finish(call, draft, () => change(call.callSid, draft))
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
      {error && !data ? (
        <Trouble error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <TableSkeleton rows={6} />
      ) : calls.length === 0 && !call ? (
        <Nobody />
      ) : (
        <div className="desk">
          <CallList calls={calls} shown={call?.callSid} now={now} onShow={show} />
          {call && (
            <Panel
              key={call.callSid}
              ref={panel}
              call={call}
              now={now}
              draft={draftOf(call.callSid)}
              onDraft={(given) => change(call.callSid, given)}
              onDone={finishShown}
              onSpam={() => {
                forget(call.callSid)
                void spam(call)
              }}
            />
          )}
        </div>
      )}
      <Keys />
    </Page>
  )
}

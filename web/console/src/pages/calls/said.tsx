import { useEffect, useRef, useState } from 'react'
import { isOneOf, useMe } from '../../api/me.ts'
import { Field, Switch } from '../../parts/field.tsx'
import { type CallRow, useCallChange } from './call.ts'

/**
 * What is typed over what stands, until the field is left: then it is kept, also where the whole drawer is closed on it.
 * @returns the text to show: what is typed, or else what stands, so that an undo and a refusal show, too
 */
function useTyped(standing: string, keep: (typed: string) => void) {
  const [typed, setTyped] = useState<string>()
  const last = useRef({ typed, standing, keep })
  last.current = { typed, standing, keep }
  const leave = () => {
    const { typed: text, standing: before, keep: send } = last.current
    last.current.typed = undefined
    setTyped(undefined)
    if (text !== undefined && text.trim() !== before) send(text.trim())
  }
  const left = useRef(leave)
  left.current = leave
  useEffect(() => () => left.current(), [])
  return { value: typed ?? standing, onChange: setTyped, onBlur: leave }
}

/** `a, b` as the tags that it names, each once. */
const tagsIn = (typed: string): readonly string[] => [
  ...new Set(
    typed
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  ),
]

/** What people say of a call: a note, tags, that it is spam. */
export function Said({ of: call }: { readonly of: CallRow }) {
  const me = useMe()
  const change = useCallChange()
  const note = useTyped(
    call.note ?? '',
    (text) => void change(call, { note: text || null }, text ? 'Noted.' : 'Note taken away.'),
  )
  const tags = useTyped(call.tags.join(', '), (text) => {
    const given = tagsIn(text)
    if (String(given) !== String(call.tags))
      void change(call, { tags: given }, given.length > 0 ? 'Tagged.' : 'Tags taken away.')
  })
  if (!isOneOf(me, 'owner', 'marketer', 'agent')) {
    return (
      <>
        {call.note && <p className="story-note">{call.note}</p>}
        {call.tags.length > 0 && <p className="quiet">{call.tags.join(', ')}</p>}
      </>
    )
  }
  return (
    <div className="call-said">
      <Field label="Note" lines={3} maxLength={4000} {...note} />
      <Field label="Tags, by comma" {...tags} />
      <Switch
        isOn={call.spam}
        onChange={(spam) =>
          void change(call, { spam }, spam ? 'Spam: it counts nowhere.' : 'No spam: it counts again.')
        }
      >
        Spam
      </Switch>
    </div>
  )
}

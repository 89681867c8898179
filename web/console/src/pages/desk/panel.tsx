import { type Ref, useImperativeHandle, useRef, useState } from 'react'
import { Button } from '../../parts/button.tsx'
import { Field } from '../../parts/field.tsx'
import { StageAndValue } from '../../parts/stage-and-value.tsx'
import { GiveCode, type Giving } from './give-code.tsx'
import type { DeskKey } from './keys.ts'
import { QuotedCode } from './quoted-code.tsx'
import type { DeskCall, Draft } from './types.ts'
import { Who } from './who.tsx'

export interface PanelKeys {
  press(key: DeskKey): void
  focusCode(): void
  /** Leads to what has to be mended before the call is done. */
  mend(field: 'code' | 'value'): void
}

const stageKeys = { Digit1: 'opportunity', Digit2: 'won', Digit3: 'lost' } as const

/** One call: who it is, the code they quote, the code one gives, and what came of it. */
export function Panel({
  call,
  draft,
  now,
  onDraft,
  onDone,
  onSpam,
  ref,
}: {
  readonly call: DeskCall
  readonly draft: Draft
  readonly now: number
  readonly onDraft: (change: Partial<Draft>) => void
  readonly onDone: () => void
  readonly onSpam: () => void
  readonly ref: Ref<PanelKeys>
}) {
  const place = useRef<HTMLDivElement>(null)
  const giving = useRef<Giving>(null)
  /** “Done” was pressed beside a code that is none. */
  const [isLeft, setLeft] = useState(false)
  const focus = (name: string) =>
    place.current?.querySelector<HTMLElement>(`[data-desk="${name}"] :is(input, textarea)`)?.focus()
  useImperativeHandle(ref, () => ({
    focusCode: () => focus('code'),
    mend: (field) => {
      setLeft(field === 'code')
      if (field === 'code') focus('code')
      else place.current?.querySelector<HTMLElement>('.outcome input')?.focus()
    },
    press(key) {
      if (key === 'KeyC') focus('code')
      if (key === 'KeyH') focus('heard')
      if (key === 'KeyN') focus('note')
      if (key === 'KeyG') giving.current?.give('agent')
      if (key === 'KeyT') giving.current?.give('sms')
      if (key in stageKeys) {
        const stage = stageKeys[key as keyof typeof stageKeys]
        // The same key takes it back.
        onDraft({ stage: stage === draft.stage ? '' : stage })
      }
      if (key === 'Enter') onDone()
    },
  }))
  return (
    <div className="desk-panel" ref={place}>
      <Who of={call} now={now} />
      <QuotedCode
        call={call}
        typed={draft.code}
        isLeft={isLeft}
        onType={(code) => {
          setLeft(false)
          onDraft({ code })
        }}
        onBound={() => focus('note')}
      />
      <GiveCode call={call} ref={giving} />
      <section className="desk-said" aria-label="What came of it">
        <div className="outcome">
          <StageAndValue
            stage={draft.stage}
            onStage={(stage) => onDraft({ stage })}
            value={draft.value}
            onValue={(value) => onDraft({ value })}
          />
        </div>
        <Field
          label="How did you hear of us?"
          data-desk="heard"
          value={draft.heard}
          onChange={(heard) => onDraft({ heard })}
          maxLength={200}
        />
        <Field label="Tags, by comma" value={draft.tags} onChange={(tags) => onDraft({ tags })} />
        <div className="desk-note">
          <Field
            label="Note"
            data-desk="note"
            lines={2}
            value={draft.note}
            onChange={(note) => onDraft({ note })}
            maxLength={4000}
          />
        </div>
        <div className="desk-do">
          <Button look="primary" onPress={onDone}>
            Done <kbd>Ctrl Enter</kbd>
          </Button>
          <Button look="quiet" onPress={onSpam}>
            Spam
          </Button>
        </div>
      </section>
    </div>
  )
}

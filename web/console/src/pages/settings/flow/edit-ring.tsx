import { Field, Switch } from '../../../parts/field.tsx'
import { filled, ownWords, wordsOr } from './flow.ts'
import { RingingFields } from './ringing-fields.tsx'
import type { EditProps } from './step.ts'

export const EditRing = ({ flow, change, errorAt }: EditProps) => (
  <>
    <RingingFields
      value={flow}
      onChange={({ forwardTo = [], ring = 'all', ringSeconds }) => change({ forwardTo, ring, ringSeconds })}
      errorAt={errorAt}
    />
    <Switch isOn={!!flow.whisper} onChange={(isOn) => change({ whisper: isOn || undefined })}>
      Whoever answers hears first where the caller came from
    </Switch>
    {flow.whisper && (
      <Field
        label="Whispered"
        placeholder="Call from {source}, {campaign}. Code {code}."
        help="{source}, {campaign} and {code} become what they are; empty for the usual words."
        value={ownWords(flow.whisper)}
        onChange={(words) => change({ whisper: wordsOr(words) })}
        error={errorAt('whisper')}
      />
    )}
    <Switch isOn={!!flow.screen} onChange={(isOn) => change({ screen: isOn || undefined })}>
      Whoever answers presses 1 to take the call, so that no mobile’s voicemail does
    </Switch>
    <Switch isOn={flow.stickyAgent ?? false} onChange={(isOn) => change({ stickyAgent: isOn || undefined })}>
      Who calls again reaches first whoever answered last
    </Switch>
  </>
)

export function EditMissed({ flow, change, errorAt }: EditProps) {
  const { forwardTo = [], message } = flow.missed ?? {}
  const put = (fields: NonNullable<typeof flow.missed>) => {
    const missed = filled({ ...flow.missed, ...fields })
    change({ missed: Object.keys(missed).length > 0 ? missed : undefined })
  }
  return (
    <>
      <RingingFields
        label="Then these phones, one after another"
        value={{ forwardTo, ring: 'in-order' }}
        onChange={({ forwardTo }) => put({ forwardTo })}
        errorAt={(path) => errorAt(`missed.${path}`)}
        isPhonesOnly
      />
      <Field
        label="Said at last"
        lines={2}
        placeholder="As usual, in the language of the call"
        value={message ?? ''}
        onChange={(message) => put({ message })}
        error={errorAt('missed.message')}
      />
    </>
  )
}

import { useState } from 'react'
import { fieldErrors } from '../../../api/errors.ts'
import { isOneOf, useMe } from '../../../api/me.ts'
import { Problem } from '../../../api/request.ts'
import { dateAndTime } from '../../../look/format.ts'
import { Badge } from '../../../parts/badge.tsx'
import { Button } from '../../../parts/button.tsx'
import { Segments } from '../../../parts/choice.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { Field } from '../../../parts/field.tsx'
import { filled } from './platform-fields.ts'
import { useChangeDestination } from './queries.ts'
import { SecretFields } from './secret-fields.tsx'
import { type Destination, type Mode, modeNames, modeTones, platformNames } from './words.ts'

const options = (['off', 'dry-run', 'live'] as const).map((id) => ({ id, name: modeNames[id] }))

function meaning({ mode, from, platform }: Destination, timeZone: string): string {
  if (mode === 'off') return 'Nothing is decided and nothing is sent.'
  if (mode === 'dry-run')
    return 'Everything is decided and noted below as if it were live; nothing leaves the house.'
  return `${platformNames[platform]} is told as it happens${from ? `, of what happened since ${dateAndTime(from, timeZone)}` : ''}.`
}

/** Whether anything is sent: off, for trial, or for good. */
export function ModeSwitch({ of: destination }: { readonly of: Destination }) {
  const me = useMe()
  const { mode, from, name } = destination
  const { change } = useChangeDestination(destination)
  const [isAsking, setAsking] = useState(false)
  const turn = (next: Mode) => {
    if (next === mode) return
    if (next === 'live') return setAsking(true)
    const back = { mode, ...(from && { from }) }
    void change({ mode: next }, `${name}: ${modeNames[next].toLowerCase()}.`, back)
  }
  return (
    <div className="platform-mode">
      {isOneOf(me, 'owner') ? (
        <Segments label="Mode" options={options} value={mode} onChange={turn} />
      ) : (
        <Badge tone={modeTones[mode]}>{modeNames[mode]}</Badge>
      )}
      <p className="quiet">{meaning(destination, me.account.timeZone)}</p>
      {isAsking && <GoLive of={destination} onClose={() => setAsking(false)} />}
    </div>
  )
}

/** From when on, and by which secrets. */
function GoLive({ of: destination, onClose }: { readonly of: Destination; readonly onClose: () => void }) {
  const { name, platform, hasCredentials, rules } = destination
  const { change, error, isSaving } = useChangeDestination(destination)
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({})
  const [since, setSince] = useState('')
  const errorOf = fieldErrors(error)
  const save = async () => {
    const credentials = filled(secrets)
    const isDone = await change(
      {
        mode: 'live',
        ...(!hasCredentials && { credentials }),
        ...(since !== '' && { from: new Date(since).toISOString() }),
      },
      `${name} is live.`,
      { mode: destination.mode },
    )
    if (isDone) onClose()
  }
  return (
    <Dialog title={`Take ${name} live?`} isOpen onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <p>
          What happens from now on is sent to {platformNames[platform]} by{' '}
          {rules.length === 1 ? 'its rule' : `its ${rules.length} rules`}. What the dry run noted never counts
          as sent.
        </p>
        {!hasCredentials && (
          <SecretFields
            platform={platform}
            value={secrets}
            onChange={setSecrets}
            errorOf={errorOf}
            isKept={false}
          />
        )}
        <Field
          label="From another time on (optional)"
          type="datetime-local"
          help="Of this device’s clock. What happened before it is never sent; empty: from now on."
          value={since}
          onChange={setSince}
          error={errorOf('from')}
        />
        {error instanceof Problem && (
          <p className="field-error" role="alert">
            {errorOf('mode') ??
              (error.errors.length > 0 ? 'Not live yet: please see to what is marked.' : error.message)}
          </p>
        )}
        <div className="form-actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" look="primary" isDisabled={isSaving}>
            Take it live
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

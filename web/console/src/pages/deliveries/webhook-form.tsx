import { useState } from 'react'
import { fieldErrors } from '../../api/errors.ts'
import { api, Problem } from '../../api/request.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { Picks } from '../../parts/picks.tsx'
import {
  type EventType,
  eventNames,
  eventTypes,
  type NewWebhook,
  type PersonalPart,
  partNames,
  personalParts,
  type Webhook,
} from './words.ts'

const usualEvents: readonly EventType[] = ['enquiry.opened', 'outcome.reported']

/** A new endpoint, or another address, other events for one that there is. */
export function WebhookForm({
  webhook,
  onClose,
  onSaved,
}: {
  readonly webhook?: Webhook | undefined
  readonly onClose: () => void
  /** @param saved with its secret if it is new */
  readonly onSaved: (saved: Webhook | NewWebhook) => void
}) {
  const [url, setUrl] = useState(webhook?.url ?? '')
  const [description, setDescription] = useState(webhook?.description ?? '')
  const [events, setEvents] = useState<readonly EventType[]>(webhook?.events ?? usualEvents)
  const [include, setInclude] = useState<readonly PersonalPart[]>(webhook?.include ?? [])
  const [error, setError] = useState<unknown>()
  const [isSaving, setSaving] = useState(false)
  const errorOf = fieldErrors(error)
  const save = async () => {
    setSaving(true)
    try {
      const body = { url: url.trim(), description: description.trim(), events, include }
      onSaved(
        webhook
          ? await api.patch<Webhook>(`/v1/webhooks/${webhook.id}`, body)
          : await api.post<NewWebhook>('/v1/webhooks', body),
      )
    } catch (refusal) {
      setError(refusal)
      setSaving(false)
    }
  }
  return (
    <Dialog title={webhook ? 'Change the webhook' : 'New webhook'} isOpen onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Field
          label="Address"
          type="url"
          isMono
          placeholder="https://example.com/hooks/tieline"
          help="Messages are posted there as JSON, signed as Standard Webhooks says."
          value={url}
          onChange={setUrl}
          error={errorOf('url')}
        />
        <Field
          label="Name"
          placeholder="CRM"
          value={description}
          onChange={setDescription}
          error={errorOf('description')}
        />
        <Picks
          label="Told of"
          options={eventTypes.map((id) => ({ id, name: eventNames[id] }))}
          value={events}
          onChange={setEvents}
        />
        <Picks
          label="Personal details"
          help="Nothing that names or reaches a person leaves unless it is ticked here."
          options={personalParts.map((id) => ({ id, name: partNames[id] }))}
          value={include}
          onChange={setInclude}
        />
        {error instanceof Problem && !errorOf('url') && !errorOf('description') && (
          <p className="field-error" role="alert">
            {error.whole}
          </p>
        )}
        <div className="form-actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            isDisabled={isSaving || events.length === 0 || url.trim() === ''}
          >
            {webhook ? 'Save' : 'Add'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

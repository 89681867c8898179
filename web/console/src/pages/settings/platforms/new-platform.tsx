import { useState } from 'react'
import { fieldErrors } from '../../../api/errors.ts'
import { api, Problem } from '../../../api/request.ts'
import { Button } from '../../../parts/button.tsx'
import { Select } from '../../../parts/choice.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { Field } from '../../../parts/field.tsx'
import { filled, platformWords } from './platform-fields.ts'
import { IdFields } from './secret-fields.tsx'
import { type Destination, type Platform, platformIds, platformNames } from './words.ts'

const options = platformIds.map((id) => ({ id, name: platformNames[id] }))

/** Which platform, and which account there: it begins as a dry run, so no secret is asked for. */
export function NewPlatform({
  onClose,
  onMade,
}: {
  readonly onClose: () => void
  readonly onMade: (made: Destination) => void
}) {
  const [platform, setPlatform] = useState<Platform>('google')
  const [name, setName] = useState<string>(platformNames.google)
  const [settings, setSettings] = useState<Readonly<Record<string, string>>>({})
  const [error, setError] = useState<unknown>()
  const [isSaving, setSaving] = useState(false)
  const errorOf = fieldErrors(error)
  const choose = (next: Platform) => {
    setPlatform(next)
    setSettings({})
    setError(undefined)
    if (name.trim() === '' || name === platformNames[platform]) setName(platformNames[next])
  }
  const save = async () => {
    setSaving(true)
    try {
      const { usualRules: rules } = platformWords[platform]
      onMade(
        await api.post<Destination>('/v1/destinations', {
          platform,
          name: name.trim(),
          settings: filled(settings),
          rules,
        }),
      )
    } catch (refusal) {
      setError(refusal)
      setSaving(false)
    }
  }
  return (
    <Dialog title="Add a platform" isOpen onClose={onClose}>
      <form
        className="form platform-form"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <div className="field">
          <Select label="Platform" isLabelShown options={options} value={platform} onChange={choose} />
          <span className="field-help">{platformWords[platform].lead}</span>
        </div>
        <Field label="Name" value={name} onChange={setName} error={errorOf('name')} />
        <IdFields
          key={platform}
          platform={platform}
          value={settings}
          onChange={setSettings}
          errorOf={errorOf}
        />
        {error instanceof Problem && (
          <p className="field-error" role="alert">
            {error.errors.length > 0 ? 'Not added: please see to what is marked.' : error.message}
          </p>
        )}
        <div className="form-actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" look="primary" isDisabled={isSaving || name.trim() === ''}>
            Begin the dry run
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

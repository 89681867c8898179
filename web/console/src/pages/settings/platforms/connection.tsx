import { useState } from 'react'
import { fieldErrors } from '../../../api/errors.ts'
import { Badge } from '../../../parts/badge.tsx'
import { Field } from '../../../parts/field.tsx'
import { Section } from '../../../parts/page.tsx'
import { SaveRow } from '../save-row.tsx'
import { filled } from './platform-fields.ts'
import { useChangeDestination } from './queries.ts'
import { IdFields, SecretFields } from './secret-fields.tsx'
import type { Destination } from './words.ts'

/** Which account there, and the secrets that open it. */
export function Connection({ of: destination }: { readonly of: Destination }) {
  const { platform, hasCredentials } = destination
  const [name, setName] = useState(destination.name)
  const [settings, setSettings] = useState<Readonly<Record<string, string>>>(destination.settings)
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({})
  const { change, error, isSaving } = useChangeDestination(destination)
  const errorOf = fieldErrors(error)
  const save = async () => {
    const credentials = filled(secrets)
    const isDone = await change({
      name: name.trim(),
      settings: filled(settings),
      ...(Object.keys(credentials).length > 0 && { credentials }),
    })
    if (isDone) setSecrets({})
  }
  return (
    <Section title="Connection">
      <form
        className="setting"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Field label="Name" value={name} onChange={setName} error={errorOf('name')} />
        <IdFields platform={platform} value={settings} onChange={setSettings} errorOf={errorOf} />
        <details open={!hasCredentials || errorOf('credentials') !== undefined}>
          <summary>
            Secrets{' '}
            <Badge tone={hasCredentials ? 'good' : 'plain'}>{hasCredentials ? 'kept' : 'none yet'}</Badge>
          </summary>
          <div className="setting">
            <SecretFields
              platform={platform}
              value={secrets}
              onChange={setSecrets}
              errorOf={errorOf}
              isKept={hasCredentials}
            />
          </div>
        </details>
        <SaveRow error={error} isSaving={isSaving} />
      </form>
    </Section>
  )
}

import { Field } from '../../../parts/field.tsx'
import { type PlatformField, platformWords } from './platform-fields.ts'
import type { Platform } from './words.ts'

type Typed = Readonly<Record<string, string>>
interface FieldsProps {
  readonly platform: Platform
  readonly value: Typed
  readonly onChange: (value: Typed) => void
  readonly errorOf: (path: string) => string | undefined
}

const labelOf = ({ label, isNeeded }: PlatformField) => (isNeeded ? label : `${label} (optional)`)

/** The platform's own ids. */
export const IdFields = ({ platform, value, onChange, errorOf }: FieldsProps) => (
  <div className="setting-row">
    {platformWords[platform].settings.map((each) => (
      <Field
        key={each.name}
        label={labelOf(each)}
        isMono
        placeholder={each.placeholder ?? ''}
        help={each.help}
        value={value[each.name] ?? ''}
        onChange={(typed) => onChange({ ...value, [each.name]: typed })}
        error={errorOf(`settings.${each.name}`)}
      />
    ))}
  </div>
)

/** Secrets go in, and are never shown again. */
export const SecretFields = ({
  platform,
  value,
  onChange,
  errorOf,
  isKept,
}: FieldsProps & { readonly isKept: boolean }) => (
  <>
    {platformWords[platform].credentials.map((each) => (
      <Field
        key={each.name}
        label={labelOf(each)}
        type="password"
        autoComplete="off"
        placeholder={isKept ? 'unchanged' : ''}
        value={value[each.name] ?? ''}
        onChange={(typed) => onChange({ ...value, [each.name]: typed })}
        error={errorOf(`credentials.${each.name}`)}
      />
    ))}
    <p className="field-help">{platformWords[platform].secretsFrom} Kept sealed, and never shown again.</p>
  </>
)

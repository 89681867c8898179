import { Checkbox, CheckboxGroup, Label, Text } from 'react-aria-components'
import './picks.css'

/** Some of few, all in sight. */
export const Picks = <T extends string>({
  label,
  help,
  options,
  value,
  onChange,
}: {
  readonly label: string
  readonly help?: string
  readonly options: readonly { readonly id: T; readonly name: string }[]
  readonly value: readonly T[]
  readonly onChange: (value: T[]) => void
}) => (
  <CheckboxGroup className="field" value={[...value]} onChange={(chosen) => onChange(chosen as T[])}>
    <Label className="field-label">{label}</Label>
    <div className="picks">
      {options.map(({ id, name }) => (
        <Checkbox key={id} value={id} className="pick">
          <span className="pick-mark" aria-hidden="true" />
          {name}
        </Checkbox>
      ))}
    </div>
    {help && (
      <Text slot="description" className="field-help">
        {help}
      </Text>
    )}
  </CheckboxGroup>
)

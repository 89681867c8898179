import type { ReactNode } from 'react'
import {
  Switch as AriaSwitch,
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField,
  type TextFieldProps,
} from 'react-aria-components'
import './field.css'

export interface FieldProps extends Omit<TextFieldProps, 'children' | 'className'> {
  readonly label: string
  readonly help?: ReactNode
  readonly error?: string | undefined
  readonly lines?: number
  readonly placeholder?: string
  readonly isMono?: boolean
  /** Of a field that says by its place what it is for: the label is read aloud alone. */
  readonly isLabelHidden?: boolean
}

/** A line (or lines) of text with its label, its help and what is wrong with it. */
export const Field = ({
  label,
  help,
  error,
  lines,
  placeholder,
  isMono,
  isLabelHidden,
  ...rest
}: FieldProps) => (
  // What was refused is sent again once it is mended: the browser must not hold it back.
  <TextField validationBehavior="aria" {...rest} className="field" isInvalid={error !== undefined}>
    <Label className={isLabelHidden ? 'visually-hidden' : 'field-label'}>{label}</Label>
    {lines === undefined ? (
      <Input className={`input ${isMono ? 'mono' : ''}`} placeholder={placeholder} />
    ) : (
      <TextArea className="input" rows={lines} placeholder={placeholder} />
    )}
    {help && (
      <Text slot="description" className="field-help">
        {help}
      </Text>
    )}
    <FieldError className="field-error">{error}</FieldError>
  </TextField>
)

export const Switch = ({
  isOn,
  onChange,
  children,
}: {
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
  readonly children: ReactNode
}) => (
  <AriaSwitch className="switch" isSelected={isOn} onChange={onChange}>
    <span className="switch-track" aria-hidden="true" />
    {children}
  </AriaSwitch>
)

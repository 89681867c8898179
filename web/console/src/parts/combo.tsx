import { ChevronDown } from 'lucide-react'
import {
  Button,
  ComboBox,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Text,
} from 'react-aria-components'
import type { Option } from './choice.tsx'
import './choice.css'
import './combo.css'
import './field.css'

/** One of very many, found by typing a part of its name. */
export const Combo = <T extends string>({
  label,
  options,
  value,
  onChange,
  help,
  error,
}: {
  readonly label: string
  readonly options: readonly Option<T>[]
  readonly value: T
  readonly onChange: (value: T) => void
  readonly help?: string
  readonly error?: string | undefined
}) => (
  <ComboBox
    className="field"
    defaultItems={options}
    selectedKey={value}
    isInvalid={error !== undefined}
    validationBehavior="aria"
    onSelectionChange={(key) => {
      if (key !== null) onChange(key as T)
    }}
  >
    <Label className="field-label">{label}</Label>
    <div className="combo">
      <Input className="input" />
      <Button className="combo-open">
        <ChevronDown aria-hidden="true" />
      </Button>
    </div>
    {help && (
      <Text slot="description" className="field-help">
        {help}
      </Text>
    )}
    <FieldError className="field-error">{error}</FieldError>
    <Popover className="popover">
      <ListBox className="menu">
        {({ id, name }: Option<T>) => (
          <ListBoxItem id={id} className="menu-item" textValue={name}>
            {name}
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  </ComboBox>
)

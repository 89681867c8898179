import { Check, ChevronDown } from 'lucide-react'
import {
  Select as AriaSelect,
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  ToggleButton,
  ToggleButtonGroup,
} from 'react-aria-components'
import './choice.css'

export interface Option<T extends string> {
  readonly id: T
  readonly name: string
}

interface ChoiceProps<T extends string> {
  /** Read aloud, and shown before the choice of a `Select` if `isLabelShown`. */
  readonly label: string
  readonly options: readonly Option<T>[]
  readonly value: T
  readonly onChange: (value: T) => void
}

/** One of many. */
export const Select = <T extends string>({
  label,
  options,
  value,
  onChange,
  isLabelShown = false,
  defaultOpen = false,
  autoFocus = false,
}: ChoiceProps<T> & {
  readonly isLabelShown?: boolean
  readonly defaultOpen?: boolean
  readonly autoFocus?: boolean
}) => (
  <AriaSelect
    defaultOpen={defaultOpen}
    autoFocus={autoFocus}
    className="select"
    aria-label={isLabelShown ? undefined : label}
    value={value}
    onChange={(key) => onChange(key as T)}
  >
    {isLabelShown && <Label className="field-label">{label}</Label>}
    <Button className="button button-plain button-m">
      {/* Part of the button's name: what is chosen is read aloud, too. */}
      <SelectValue>{() => options.find(({ id }) => id === value)?.name ?? value}</SelectValue>
      <ChevronDown aria-hidden="true" />
    </Button>
    <Popover className="popover">
      <ListBox className="menu" items={options}>
        {({ id, name }) => (
          <ListBoxItem id={id} className="menu-item" textValue={name}>
            {({ isSelected }) => (
              <>
                <span>{name}</span>
                {isSelected && <Check aria-hidden="true" />}
              </>
            )}
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  </AriaSelect>
)

/** One of few, all in sight. */
export const Segments = <T extends string>({ label, options, value, onChange }: ChoiceProps<T>) => (
  <ToggleButtonGroup
    className="segments"
    aria-label={label}
    selectionMode="single"
    disallowEmptySelection
    selectedKeys={[value]}
    onSelectionChange={(keys) => {
      const [key] = keys
      if (key !== undefined) onChange(key as T)
    }}
  >
    {options.map(({ id, name }) => (
      <ToggleButton key={id} id={id}>
        {name}
      </ToggleButton>
    ))}
  </ToggleButtonGroup>
)

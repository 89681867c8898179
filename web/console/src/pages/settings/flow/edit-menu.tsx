import { Plus, X } from 'lucide-react'
import { Button } from '../../../parts/button.tsx'
import { Select } from '../../../parts/choice.tsx'
import { Field, Switch } from '../../../parts/field.tsx'
import { LinesField } from '../../../parts/lines-field.tsx'
import { filled, type Menu, type MenuOption } from './flow.ts'
import type { EditProps } from './step.ts'

const allKeys = [...'1234567890*#']

function Option({
  at,
  free,
  option,
  onChange,
  onKey,
  onRemove,
  errorAt,
}: {
  readonly at: string
  readonly free: readonly string[]
  readonly option: MenuOption
  readonly onChange: (option: MenuOption) => void
  readonly onKey: (key: string) => void
  readonly onRemove: () => void
  readonly errorAt: (path: string) => string | undefined
}) {
  const put = (fields: Partial<MenuOption>) => onChange(filled({ ...option, ...fields }))
  return (
    <fieldset className="menu-option">
      <legend className="visually-hidden">Key {at}</legend>
      <div className="menu-option-head">
        <Select
          label="Key"
          options={[at, ...free].map((key) => ({ id: key, name: key }))}
          value={at}
          onChange={onKey}
        />
        <Field
          label="For"
          placeholder="New boilers"
          value={option.label ?? ''}
          onChange={(label) => put({ label })}
          error={errorAt('label')}
        />
        <Button look="quiet" size="s" aria-label={`Remove key ${at}`} onPress={onRemove}>
          <X aria-hidden="true" />
        </Button>
      </div>
      <LinesField
        label="Rings"
        isMono
        value={option.forwardTo ?? []}
        onChange={(forwardTo) => put({ forwardTo })}
        error={errorAt('forwardTo')}
      />
      <Field
        label="Says"
        value={option.say ?? ''}
        onChange={(text) => put({ say: text })}
        error={errorAt('say') ?? (errorAt('forwardTo') || errorAt('label') ? undefined : errorAt(''))}
      />
      <Switch isOn={!!option.voicemail} onChange={(isOn) => put({ voicemail: isOn || undefined })}>
        Takes a message
      </Switch>
    </fieldset>
  )
}

const first: Menu = { prompt: '', options: { '1': {} } }

export function EditMenu({ flow, change, errorAt }: EditProps) {
  const menu = flow.menu ?? first
  const keys = allKeys.filter((key) => menu.options[key] !== undefined)
  const free = allKeys.filter((key) => menu.options[key] === undefined)
  const putOptions = (options: Menu['options']) => change({ menu: { ...menu, options } })
  const without = (key: string) =>
    Object.fromEntries(Object.entries(menu.options).filter(([each]) => each !== key))
  return (
    <>
      <Field
        label="Question"
        lines={2}
        placeholder="For a new boiler press 1, for repairs press 2."
        value={menu.prompt}
        onChange={(prompt) => change({ menu: { ...menu, prompt } })}
        error={errorAt('menu.prompt')}
      />
      {keys.map((key) => (
        <Option
          key={key}
          at={key}
          free={free}
          option={menu.options[key] ?? {}}
          onChange={(option) => putOptions({ ...menu.options, [key]: option })}
          onKey={(next) => putOptions({ ...without(key), [next]: menu.options[key] ?? {} })}
          onRemove={() => putOptions(without(key))}
          errorAt={(path) => errorAt(`menu.options.${key}${path && `.${path}`}`)}
        />
      ))}
      {keys.length === 0 && errorAt('menu') && <p className="field-error">{errorAt('menu')}</p>}
      <div>
        <Button
          size="s"
          isDisabled={free.length === 0}
          onPress={() => putOptions({ ...menu.options, [free[0] ?? '0']: {} })}
        >
          <Plus aria-hidden="true" /> Another key
        </Button>
      </div>
      <p className="quiet small">Who presses nothing goes on to the phones below.</p>
    </>
  )
}

import { useState } from 'react'
import { Field, type FieldProps } from './field.tsx'

/** Several short texts, one a line (commas divide them, too). */
export function LinesField({
  value,
  onChange,
  ...rest
}: Omit<FieldProps, 'value' | 'onChange'> & {
  readonly value: readonly string[]
  readonly onChange: (value: string[]) => void
}) {
  // What is being typed is kept as it is: an empty last line is where the next text goes.
  const [written, setWritten] = useState(value.join('\n'))
  return (
    <Field
      lines={Math.min(8, Math.max(2, value.length + 1))}
      {...rest}
      value={written}
      onChange={(next) => {
        setWritten(next)
        onChange(
          next
            .split(/[\n,]/)
            .map((line) => line.trim())
            .filter((line) => line !== ''),
        )
      }}
    />
  )
}

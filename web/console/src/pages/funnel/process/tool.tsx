import type { ReactNode } from 'react'
import { Button } from '../../../parts/button.tsx'

/** A small button that is an icon; its label is read aloud. */
export const Tool = ({
  label,
  ...rest
}: {
  readonly label: string
  readonly isDisabled?: boolean
  readonly onPress: () => void
  readonly children: ReactNode
}) => <Button look="quiet" size="s" aria-label={label} {...rest} />

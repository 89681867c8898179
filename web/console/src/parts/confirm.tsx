import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

/** Asks before what can't be undone. */
export const Confirm = ({
  title,
  doIt,
  isBusy = false,
  onYes,
  onClose,
  children,
}: {
  readonly title: string
  /** What the button says. */
  readonly doIt: string
  readonly isBusy?: boolean
  readonly onYes: () => void
  readonly onClose: () => void
  /** What follows from it. */
  readonly children: ReactNode
}) => (
  <Dialog title={title} isOpen onClose={onClose}>
    <div className="form">
      <p>{children}</p>
      <div className="form-actions">
        <Button onPress={onClose}>Cancel</Button>
        <Button look="primary" isDisabled={isBusy} onPress={onYes}>
          {doIt}
        </Button>
      </div>
    </div>
  </Dialog>
)

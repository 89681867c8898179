import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import './dialog.css'

/** A dialog over the page; Escape and a click beside it close it. */
export const Dialog = ({
  title,
  isOpen,
  onClose,
  children,
  isWide = false,
}: {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly children: ReactNode
  readonly isWide?: boolean
}) => (
  <ModalOverlay
    className="overlay"
    isOpen={isOpen}
    isDismissable
    onOpenChange={(open) => {
      if (!open) onClose()
    }}
  >
    <Modal className={`modal ${isWide ? 'modal-wide' : ''}`}>
      <AriaDialog className="dialog">
        <Heading slot="title" className="dialog-title">
          {title}
        </Heading>
        {children}
      </AriaDialog>
    </Modal>
  </ModalOverlay>
)

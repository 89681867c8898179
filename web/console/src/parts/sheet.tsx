import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import './sheet.css'

/** One thing of a list in detail, at the side of the list; Escape and a click beside it close it. */
export const Sheet = ({
  title,
  isOpen,
  onClose,
  children,
}: {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}) => (
  <ModalOverlay
    className="sheet-overlay"
    isOpen={isOpen}
    isDismissable
    onOpenChange={(open) => {
      if (!open) onClose()
    }}
  >
    <Modal className="sheet">
      <Dialog className="sheet-dialog">
        <header className="sheet-head">
          <Heading slot="title" className="sheet-title">
            {title}
          </Heading>
          <Button slot="close" className="button button-quiet button-s" aria-label="Close">
            <X aria-hidden="true" />
          </Button>
        </header>
        {children}
      </Dialog>
    </Modal>
  </ModalOverlay>
)

import type { ReactNode } from 'react'
import { Button } from '../../parts/button.tsx'
import { Copy } from '../../parts/copy.tsx'
import { Dialog } from '../../parts/dialog.tsx'

/** A secret that is shown once. */
export const SecretDialog = ({
  secret,
  onClose,
  children,
}: {
  readonly secret: string | undefined
  readonly onClose: () => void
  readonly children?: ReactNode
}) => (
  <Dialog title="The webhook’s secret" isOpen={secret !== undefined} onClose={onClose}>
    <div className="form">
      <p>
        It is shown now and never again: take it to where the receiver keeps its secrets. Any library for
        Standard Webhooks checks messages by it.
      </p>
      <Copy label="Secret of the webhook" text={secret ?? ''} />
      {children}
      <div className="form-actions">
        <Button look="primary" onPress={onClose}>
          Done
        </Button>
      </div>
    </div>
  </Dialog>
)

import { X } from 'lucide-react'
import {
  Button,
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components'
import './toast.css'

interface Note {
  readonly text: string
  readonly undo?: () => void
  readonly isTrouble?: boolean
}
const queue = new ToastQueue<Note>({ maxVisibleToasts: 3 })

/** Long enough to read it and to reach for the undo. */
const shownMilliseconds = 8000

/** Says below the page what was done, and takes it back if asked to. */
export const say = (text: string, undo?: () => void): void => {
  queue.add({ text, ...(undo && { undo }) }, { timeout: shownMilliseconds })
}
/** Says what could not be done; it stays until it is closed. */
export const sayTrouble = (error: unknown): void => {
  queue.add({ text: error instanceof Error ? error.message : String(error), isTrouble: true })
}

export const Toasts = () => (
  <ToastRegion queue={queue} className="toasts" aria-label="Notices">
    {({ toast }) => (
      <Toast toast={toast} className={`toast ${toast.content.isTrouble ? 'toast-trouble' : ''}`}>
        <ToastContent>
          <Text slot="title">{toast.content.text}</Text>
        </ToastContent>
        {toast.content.undo && (
          <Button
            className="toast-undo"
            onPress={() => {
              toast.content.undo?.()
              queue.close(toast.key)
            }}
          >
            Undo
          </Button>
        )}
        <Button slot="close" className="toast-close" aria-label="Close">
          <X aria-hidden="true" />
        </Button>
      </Toast>
    )}
  </ToastRegion>
)

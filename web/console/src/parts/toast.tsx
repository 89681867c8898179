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
  readonly again?: () => void
  readonly isTrouble?: boolean
}
const queue = new ToastQueue<Note>({ maxVisibleToasts: 3 })

/** Long enough to read it and to reach for the undo. */
const shownMilliseconds = 8000

/** Says below the page what was done, and takes it back if asked to. */
export const say = (text: string, undo?: () => void): void => {
  queue.add({ text, ...(undo && { undo }) }, { timeout: shownMilliseconds })
}
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
/** Says what could not be done; it stays until it is closed. */
export const sayTrouble = (error: unknown): void => {
  queue.add({ text: textOf(error), isTrouble: true })
}
/** The same of what may work the next time. */
export const offerAgain = (error: unknown, again: () => void): void => {
  queue.add({ text: textOf(error), isTrouble: true, again })
}

const actions = [
  { id: 'undo', name: 'Undo' },
  { id: 'again', name: 'Try again' },
] as const

export const Toasts = () => (
  <ToastRegion queue={queue} className="toasts" aria-label="Notices">
    {({ toast }) => (
      <Toast toast={toast} className={`toast ${toast.content.isTrouble ? 'toast-trouble' : ''}`}>
        <ToastContent>
          <Text slot="title">{toast.content.text}</Text>
        </ToastContent>
        {actions.map(
          ({ id, name }) =>
            toast.content[id] && (
              <Button
                key={id}
                className="toast-undo"
                onPress={() => {
                  toast.content[id]?.()
                  queue.close(toast.key)
                }}
              >
                {name}
              </Button>
            ),
        )}
        <Button slot="close" className="toast-close" aria-label="Close">
          <X aria-hidden="true" />
        </Button>
      </Toast>
    )}
  </ToastRegion>
)

import { useMaybeMe } from '../api/me.ts'
import { Dialog } from '../parts/dialog.tsx'
import { placesOf } from './places.ts'
import './help.css'

export function Help({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const rows: readonly (readonly [string, string])[] = [
    ['/', 'Search'],
    ['?', 'This page'],
    ...placesOf(useMaybeMe()?.member.role).map(
      ({ key, name }) => [`g ${key}`, `Go to ${name.toLowerCase()}`] as const,
    ),
    ['Esc', 'Close what is open'],
  ]
  return (
    <Dialog title="Keys" isOpen={isOpen} onClose={onClose}>
      <dl className="keys">
        {rows.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}

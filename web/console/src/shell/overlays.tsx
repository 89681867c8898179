import { Dialog } from '../parts/dialog.tsx'
import { Toasts } from '../parts/toast.tsx'
import { AccountMenu } from './account-menu.tsx'
import { Freshness } from './freshness.tsx'
import { Help } from './help.tsx'
import { PlacesList } from './places-list.tsx'
import { SearchDialog } from './search-dialog.tsx'

export type Overlay = 'menu' | 'search' | 'help'

/** What opens over any page. */
export default function Overlays({
  open,
  onClose,
}: {
  readonly open: Overlay | undefined
  readonly onClose: () => void
}) {
  return (
    <>
      <Dialog title="Pages" isOpen={open === 'menu'} onClose={onClose}>
        <nav aria-label="Pages">
          <PlacesList onGo={onClose} />
        </nav>
        <div className="rail-foot">
          <Freshness />
          <AccountMenu />
        </div>
      </Dialog>
      <SearchDialog isOpen={open === 'search'} onClose={onClose} />
      <Help isOpen={open === 'help'} onClose={onClose} />
      <Toasts />
    </>
  )
}

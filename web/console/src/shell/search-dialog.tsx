import { useState } from 'react'
import {
  Autocomplete,
  Dialog,
  Input,
  Menu,
  MenuItem,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from 'react-aria-components'
import { useLocation } from 'wouter'
import { isOneOf, useMaybeMe } from '../api/me.ts'
import { places } from './places.ts'
import '../parts/choice.css'
import '../parts/dialog.css'
import './search-dialog.css'

interface Found {
  readonly id: string
  readonly name: string
  readonly hint: string
}

/** Where what was typed leads by itself: an enquiry, a call, a code. */
function direct(text: string): Found[] {
  const typed = text.trim()
  if (/^enq_\w+$/.test(typed)) return [{ id: `/enquiries/${typed}`, name: typed, hint: 'Enquiry' }]
  if (/^CA[0-9a-f]{32}$/i.test(typed)) return [{ id: `/calls?call=${typed}`, name: typed, hint: 'Call' }]
  if (/^[+\d][\d\s()-]{3,}$/.test(typed)) {
    const digits = typed.replace(/[^\d+]/g, '')
    return [
      { id: `/calls?q=${encodeURIComponent(digits)}`, name: `Calls of ${typed}`, hint: 'Calls' },
      { id: `/codes?code=${digits.replace('+', '')}`, name: `Code ${typed}`, hint: 'Codes' },
    ]
  }
  return []
}

/** `/`: pages by name; enquiries, calls, callers and codes by what they are known by. */
export function SearchDialog({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean
  readonly onClose: () => void
}) {
  const me = useMaybeMe()
  const [, go] = useLocation()
  const [text, setText] = useState('')
  const { contains } = useFilter({ sensitivity: 'base' })
  const pages = places
    .filter(({ roles }) => me && isOneOf(me, ...roles))
    .map(({ href, name, key }) => ({ id: href, name, hint: `g ${key}` }))
  const found = direct(text)
  const items: Found[] = found.length > 0 ? found : pages.filter(({ name }) => contains(name, text))
  const leave = () => {
    setText('')
    onClose()
  }
  return (
    <ModalOverlay
      className="overlay"
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => {
        if (!open) leave()
      }}
    >
      <Modal className="modal">
        <Dialog className="search" aria-label="Search">
          <Autocomplete inputValue={text} onInputChange={setText}>
            <SearchField aria-label="Search" autoFocus className="search-field">
              <Input placeholder="A page, a caller’s number, a code, an enquiry’s id" />
            </SearchField>
            <Menu
              className="menu"
              items={items}
              aria-label="Found"
              onAction={(key) => {
                leave()
                go(String(key))
              }}
              renderEmptyState={() => (
                <p className="search-none">
                  Nothing of that name. Callers are found by their number, codes by their digits.
                </p>
              )}
            >
              {({ id, name, hint }) => (
                <MenuItem id={id} className="menu-item" textValue={name}>
                  <span>{name}</span>
                  <span className="quiet small">{hint}</span>
                </MenuItem>
              )}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

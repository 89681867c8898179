import { Bookmark, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { useLocation } from 'wouter'
import { isOneOf, useMe } from '../api/me.ts'
import { type SavedView, useSavedViews, useViewChanges } from '../api/saved-views.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { Field } from './field.tsx'
import { say } from './toast.tsx'
import './saved-views.css'

const longestName = 80

/** What this page shows, kept under a name: to save, open, rename and remove. */
export function SavedViews() {
  const [path, go] = useLocation()
  const { data } = useSavedViews()
  const [open, setOpen] = useState<'save' | 'manage'>()
  const me = useMe()
  const maySave = isOneOf(me, 'owner', 'marketer')
  const views = (data?.data ?? []).filter((view) => new URL(view.path, location.origin).pathname === path)
  if (!maySave && views.length === 0) return null
  return (
    <>
      <MenuTrigger>
        <Button>
          <Bookmark aria-hidden="true" /> Views
        </Button>
        <Popover className="popover">
          <Menu
            className="menu"
            aria-label="Saved views"
            onAction={(key) => {
              const view = views.find(({ id }) => id === key)
              if (view) go(view.path)
              else setOpen(key as 'save' | 'manage')
            }}
          >
            {views.map(({ id, name }) => (
              <MenuItem key={id} id={id} className="menu-item">
                {name}
              </MenuItem>
            ))}
            {maySave && (
              <MenuItem id="save" className="menu-item menu-item-lined">
                Save this view…
              </MenuItem>
            )}
            {maySave && views.length > 0 && (
              <MenuItem id="manage" className="menu-item">
                Rename or remove…
              </MenuItem>
            )}
          </Menu>
        </Popover>
      </MenuTrigger>
      <SaveDialog isOpen={open === 'save'} onClose={() => setOpen(undefined)} />
      <Dialog title="Saved views" isOpen={open === 'manage'} onClose={() => setOpen(undefined)}>
        {views.length === 0 && <p className="quiet">No view of this page is saved.</p>}
        <ul className="views">
          {views.map((view) => (
            <View key={view.id} view={view} />
          ))}
        </ul>
      </Dialog>
    </>
  )
}

function SaveDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const [name, setName] = useState('')
  const { save } = useViewChanges()
  return (
    <Dialog title="Save this view" isOpen={isOpen} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate(
            { name: name.trim(), path: `${location.pathname}${location.search}` },
            { onSuccess: ({ name }) => say(`Saved as “${name}”.`) },
          )
          setName('')
          onClose()
        }}
      >
        <Field
          label="Name"
          value={name}
          onChange={setName}
          maxLength={longestName}
          autoFocus
          isRequired
          help="Its filters, and its days as they are chosen: “Last 30 days” stays the last 30."
        />
        <div className="form-actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" look="primary" isDisabled={name.trim() === ''}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function View({ view }: { readonly view: SavedView }) {
  const [name, setName] = useState<string>()
  const { change, remove } = useViewChanges()
  if (name === undefined) {
    return (
      <li>
        <span>{view.name}</span>
        <Button look="quiet" size="s" aria-label={`Rename ${view.name}`} onPress={() => setName(view.name)}>
          <Pencil aria-hidden="true" />
        </Button>
        <Button look="quiet" size="s" aria-label={`Remove ${view.name}`} onPress={() => remove.mutate(view)}>
          <Trash2 aria-hidden="true" />
        </Button>
      </li>
    )
  }
  return (
    <li>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '' && name.trim() !== view.name)
            change.mutate({ id: view.id, name: name.trim() })
          setName(undefined)
        }}
      >
        <Field label="New name" value={name} onChange={setName} maxLength={longestName} autoFocus />
        <Button type="submit" size="m">
          Rename
        </Button>
      </form>
    </li>
  )
}

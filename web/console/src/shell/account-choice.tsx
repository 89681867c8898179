import { useState } from 'react'
import {
  Button,
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Separator,
} from 'react-aria-components'
import type { Me } from '../api/me.ts'
import { api } from '../api/request.ts'
import { keepZone } from '../early.ts'
import { chooseTheme, type Theme, theme, themes } from '../look/theme.ts'
import type { Came } from '../parts/later.tsx'
import { sayTrouble } from '../parts/toast.tsx'
import { AccountName } from './account-menu.tsx'
import '../parts/choice.css'

const themeNames: Readonly<Record<Theme, string>> = { system: 'As the system', light: 'Light', dark: 'Dark' }

async function signOut(): Promise<void> {
  try {
    const { to } = await api.post<{ readonly to: string }>('/auth/sign-out')
    keepZone(undefined)
    location.assign(to)
  } catch (error) {
    sayTrouble(error)
  }
}

async function switchTo(account: string): Promise<void> {
  try {
    await api.post('/auth/account', { account })
    location.assign('/')
  } catch (error) {
    sayTrouble(error)
  }
}

/** The works of the account menu. */
export default function AccountChoice({ me, autoFocus, defaultOpen }: { readonly me: Me } & Came) {
  const [chosen, setChosen] = useState(theme)
  return (
    <MenuTrigger defaultOpen={defaultOpen}>
      <Button className="account-menu" autoFocus={autoFocus}>
        <AccountName me={me} />
      </Button>
      <Popover className="popover">
        <Menu className="menu">
          {me.accounts.length > 1 && (
            <MenuSection>
              <Header className="menu-header">Account</Header>
              {me.accounts.map(({ id, name }) => (
                <MenuItem
                  key={id}
                  id={id}
                  className="menu-item"
                  isDisabled={id === me.account.id}
                  onAction={() => void switchTo(id)}
                >
                  {name}
                </MenuItem>
              ))}
            </MenuSection>
          )}
          <MenuSection
            selectionMode="single"
            selectedKeys={[chosen]}
            disallowEmptySelection
            onSelectionChange={(keys) => {
              const [key] = keys as Set<Theme>
              if (!key) return
              chooseTheme(key)
              setChosen(key)
            }}
          >
            <Header className="menu-header">Look</Header>
            {themes.map((each) => (
              <MenuItem key={each} id={each} className="menu-item">
                {({ isSelected }) => (
                  <>
                    {themeNames[each]}
                    {isSelected && <span aria-hidden="true">✓</span>}
                  </>
                )}
              </MenuItem>
            ))}
          </MenuSection>
          <Separator className="menu-line" />
          <MenuItem className="menu-item" href="/docs" target="_blank">
            API reference
          </MenuItem>
          <MenuItem className="menu-item" onAction={() => void signOut()}>
            Sign out
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}

import { ChevronsUpDown } from 'lucide-react'
import { type Me, useMaybeMe } from '../api/me.ts'
import { later } from '../parts/later.tsx'
import './account-menu.css'

export const AccountName = ({ me }: { readonly me: Me }) => (
  <>
    <span>
      <strong>{me.account.name}</strong>
      <small>
        {me.member.role} · {me.member.name || me.member.email}
      </small>
    </span>
    <ChevronsUpDown aria-hidden="true" />
  </>
)

const AccountChoice = later<{ readonly me: Me }>(
  () => import('./account-choice.tsx'),
  ({ me, onPress }) => (
    <button type="button" className="account-menu" aria-haspopup="true" onClick={onPress}>
      <AccountName me={me} />
    </button>
  ),
)

/** Who is signed in, for which business; light or dark; the way out. */
export function AccountMenu() {
  const me = useMaybeMe()
  return me ? <AccountChoice me={me} /> : null
}

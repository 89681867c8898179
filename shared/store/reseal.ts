import { attributeEquals } from './condition.ts'
import type { Item, Table } from './table.ts'
import { beforeAccounts, type Vault } from './vault.ts'

/** Every attribute that holds one sealed value. */
const sealedAttributes = [
  'sealed',
  'sealedCaller',
  'sealedText',
  'sealedSender',
  'sealedBody',
  'sealedNote',
  'sealedEmail',
  'sealedName',
] as const

/** The account that an item's values are sealed for: the first part of its key. */
const accountOf = ({ pk }: Item): string => pk.split('#', 1)[0] ?? beforeAccounts

/** A list of phones in the settings of an account, each sealed. */
type Phones = readonly { readonly phone: string; readonly sealed: string }[]

export interface Resealed {
  readonly items: number
  readonly values: number
}

/**
 * Seals everything anew that an older key has sealed, each item only if nobody has changed it meanwhile: cut off, or run
 * again, it goes on with what is left. The copies in the views follow by the stream; answers kept for repeated requests
 * are left, since they are gone within two days.
 * @param newest the name of the key that seals now
 */
export async function resealAll(
  ledger: Table,
  vault: Pick<Vault, 'seal' | 'open'>,
  newest: string,
  tell: (resealed: Resealed) => void = () => {},
): Promise<Resealed> {
  let items = 0
  let values = 0
  const isOld = (value: unknown): value is string =>
    typeof value === 'string' && value !== '' && !value.startsWith(`${newest}.`)

  for await (const page of ledger.scan()) {
    for (const item of page) {
      const account = accountOf(item)
      const anew = (sealed: string) => vault.seal(account, vault.open(account, sealed))
      const set: Record<string, unknown> = {}
      let guard: string | undefined
      for (const name of sealedAttributes) {
        if (!isOld(item[name])) continue
        set[name] = anew(item[name] as string)
        guard ??= name
        values += 1
      }
      const phones = (list: unknown) =>
        (list as Phones).map((each) => (isOld(each.sealed) ? { ...each, sealed: anew(each.sealed) } : each))
      const { testCallers, calls } = item as { testCallers?: Phones; calls?: { blockedCallers?: Phones } }
      if (item.sk === 'account' && testCallers?.some(({ sealed }) => isOld(sealed)))
        set.testCallers = phones(testCallers)
      if (item.sk === 'account' && calls?.blockedCallers?.some(({ sealed }) => isOld(sealed))) {
        set.calls = { ...calls, blockedCallers: phones(calls.blockedCallers) }
      }
      if (Object.keys(set).length === 0) continue
      await ledger.update(
        item,
        { set },
        guard === undefined ? undefined : attributeEquals(guard, item[guard]),
      )
      items += 1
    }
    tell({ items, values })
  }
  return { items, values }
}

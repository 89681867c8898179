import { useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import type * as z from 'zod/mini'
import type { keyAnswer, newKeyAnswer } from '../../../../../../functions/admin/keys/key-schema.ts'
import { fieldErrors } from '../../../api/errors.ts'
import { useMe } from '../../../api/me.ts'
import { api } from '../../../api/request.ts'
import type { List } from '../../../api/types.ts'
import { date } from '../../../look/format.ts'
import { Button } from '../../../parts/button.tsx'
import { Copy } from '../../../parts/copy.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { Trouble } from '../../../parts/empty.tsx'
import { Field } from '../../../parts/field.tsx'
import { Section } from '../../../parts/page.tsx'
import { TableSkeleton } from '../../../parts/skeleton.tsx'
import { say, sayTrouble } from '../../../parts/toast.tsx'

type ListedKey = z.infer<typeof keyAnswer>
type NewKey = z.infer<typeof newKeyAnswer>
const keysKey = ['keys']

/** One key for each program, so that one can be withdrawn without the others. */
export function SecretKeys() {
  const { account } = useMe()
  const queries = useQueryClient()
  const keys = useQuery({ queryKey: keysKey, queryFn: () => api.get<List<ListedKey>>('/v1/keys') })
  const [isMaking, setMaking] = useState(false)
  const [leaving, setLeaving] = useState<ListedKey>()
  const refresh = () => queries.invalidateQueries({ queryKey: keysKey })
  const withdraw = async ({ id, name }: ListedKey) => {
    try {
      await api.remove(`/v1/keys/${id}`)
      say(`${name} serves no more.`)
    } catch (error) {
      sayTrouble(error)
    }
    setLeaving(undefined)
    await refresh()
  }
  if (keys.error) return <Trouble error={keys.error} onRetry={() => void keys.refetch()} />
  const all = keys.data?.data
  return (
    <Section
      title="Secret keys"
      lead="For programs: each may do everything of the account, so none belongs in a page."
      actions={
        <Button onPress={() => setMaking(true)}>
          <KeyRound aria-hidden="true" /> New key
        </Button>
      }
    >
      {!all ? (
        <TableSkeleton rows={2} />
      ) : (
        <ul className="lines">
          {all.map((each) => (
            <li key={each.id}>
              <div>
                {each.name}
                <div className="quiet small">
                  <span className="mono">sk_…{each.ending}</span> · since{' '}
                  {date(each.createdAt, account.timeZone)}
                </div>
              </div>
              {all.length > 1 && (
                <Button
                  look="quiet"
                  size="s"
                  aria-label={`Withdraw ${each.name}`}
                  onPress={() => setLeaving(each)}
                >
                  Withdraw…
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <MakeKey isOpen={isMaking} onClose={() => setMaking(false)} onMade={() => void refresh()} />
      <Dialog
        title={`Withdraw “${leaving?.name}”?`}
        isOpen={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
      >
        <p>Programs that still send it are refused from then on. It can’t be brought back.</p>
        <div className="form-actions">
          <Button onPress={() => setLeaving(undefined)}>Cancel</Button>
          <Button look="primary" onPress={() => leaving && void withdraw(leaving)}>
            Withdraw
          </Button>
        </div>
      </Dialog>
    </Section>
  )
}

function MakeKey(props: {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onMade: () => void
}) {
  const [name, setName] = useState('')
  const [made, setMade] = useState<NewKey>()
  const [error, setError] = useState<unknown>()
  const close = () => {
    setMade(undefined)
    setName('')
    setError(undefined)
    props.onClose()
  }
  const make = async () => {
    try {
      setMade(await api.post<NewKey>('/v1/keys', { name }))
      props.onMade()
    } catch (refusal) {
      setError(refusal)
      if (!fieldErrors(refusal)('name')) sayTrouble(refusal)
    }
  }
  return (
    <Dialog
      title={made ? `The key of “${made.name}”` : 'New secret key'}
      isOpen={props.isOpen}
      onClose={close}
    >
      {made ? (
        <div className="form">
          <p>It is shown now and never again: take it to where the program keeps its secrets.</p>
          <Copy label="Secret key" text={made.key} />
          <div className="form-actions">
            <Button look="primary" onPress={close}>
              Done
            </Button>
          </div>
        </div>
      ) : (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault()
            void make()
          }}
        >
          <Field
            label="Which program is it for?"
            placeholder="Shop server"
            value={name}
            onChange={setName}
            error={fieldErrors(error)('name')}
          />
          <div className="form-actions">
            <Button onPress={close}>Cancel</Button>
            <Button type="submit" look="primary" isDisabled={name.trim() === ''}>
              Make the key
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}

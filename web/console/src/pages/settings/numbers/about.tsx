import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { fieldErrors } from '../../../api/errors.ts'
import { useMe } from '../../../api/me.ts'
import { api, Problem } from '../../../api/request.ts'
import { date } from '../../../look/format.ts'
import { Button } from '../../../parts/button.tsx'
import { say, sayTrouble } from '../../../parts/toast.tsx'
import { Health } from './health.tsx'
import { LastCall } from './last-call.tsx'
import { bodyOf, NumberFields } from './number-fields.tsx'
import { numbersKey, type Pool, sourceText, type TrackingNumber } from './tracking-number.ts'
import { useChangeNumber } from './use-change-number.ts'
import './about.css'

export function About({
  number,
  pools,
  mayEdit,
}: {
  readonly number: TrackingNumber
  readonly pools: readonly Pool[]
  readonly mayEdit: boolean
}) {
  const { timeZone } = useMe().account
  const [isEditing, setEditing] = useState(false)
  const change = useChangeNumber(number)
  const remove = useRemove(number)
  const pool = pools.find(({ id }) => id === number.poolId)
  if (isEditing) return <Edit number={number} pools={pools} onClose={() => setEditing(false)} />
  return (
    <>
      <dl className="about">
        <div>
          <dt>Stands for</dt>
          <dd>
            {number.kind === 'pool'
              ? `visitors of ${pool?.name ?? 'its pool'}`
              : sourceText(number) || 'no source yet'}
          </dd>
        </div>
        <div>
          <dt>Health</dt>
          <dd>
            <Health of={number} pool={pool} />
          </dd>
        </div>
        <div>
          <dt>Last call</dt>
          <dd>
            <LastCall number={number.number} />
          </dd>
        </div>
        <div>
          <dt>Added</dt>
          <dd>{date(number.createdAt, timeZone)}</dd>
        </div>
      </dl>
      {mayEdit && (
        <div className="page-actions">
          <Button size="s" onPress={() => setEditing(true)}>
            Edit
          </Button>
          {number.restingUntil && (
            <Button
              size="s"
              onPress={() =>
                void change({ restingUntil: null }, 'It is shown to visitors again.').catch(sayTrouble)
              }
            >
              Trust it again
            </Button>
          )}
          <Button size="s" look="danger" onPress={() => void remove()}>
            Remove
          </Button>
        </div>
      )}
    </>
  )
}

/** Calls to a removed number are still answered; undone, it is there as it was. */
function useRemove({ id, createdAt: _, restingSince: _s, restingBecause: _b, ...number }: TrackingNumber) {
  const queries = useQueryClient()
  const [, go] = useLocation()
  const refresh = () => queries.invalidateQueries({ queryKey: numbersKey })
  return async () => {
    try {
      await api.remove(`/v1/numbers/${id}`)
      go('/settings/numbers')
      await refresh()
      say(`${number.label} is removed. What it brought stays in the reports.`, () => {
        void api.post('/v1/numbers', number).then(refresh, sayTrouble)
      })
    } catch (error) {
      sayTrouble(error)
    }
  }
}

function Edit({
  number,
  pools,
  onClose,
}: {
  readonly number: TrackingNumber
  readonly pools: readonly Pool[]
  readonly onClose: () => void
}) {
  const change = useChangeNumber(number)
  const [draft, setDraft] = useState({
    label: number.label,
    kind: number.kind,
    poolId: number.poolId,
    source: number.source,
  })
  const [error, setError] = useState<unknown>()
  return (
    <form
      className="setting"
      onSubmit={(event) => {
        event.preventDefault()
        change(bodyOf(draft), 'Saved.').then(onClose, setError)
      }}
    >
      <NumberFields
        draft={draft}
        change={(fields) => setDraft((standing) => ({ ...standing, ...fields }))}
        pools={pools}
        errorAt={fieldErrors(error)}
      />
      {error instanceof Problem && error.errors.length === 0 && (
        <p className="field-error" role="alert">
          {error.message}
        </p>
      )}
      <div className="form-actions">
        <Button onPress={onClose}>Cancel</Button>
        <Button type="submit" look="primary">
          Save
        </Button>
      </div>
    </form>
  )
}

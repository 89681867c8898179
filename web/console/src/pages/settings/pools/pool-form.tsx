import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { fieldErrors } from '../../../api/errors.ts'
import { api, Problem } from '../../../api/request.ts'
import { Button } from '../../../parts/button.tsx'
import { Field } from '../../../parts/field.tsx'
import { LinesField } from '../../../parts/lines-field.tsx'
import { say, sayTrouble } from '../../../parts/toast.tsx'
import { type Pool, poolsKey } from '../numbers/tracking-number.ts'

const bodyOf = (pool: Partial<Pool>) => ({
  name: pool.name ?? '',
  swapTargets: pool.swapTargets ?? [],
  leaseMinutes: pool.leaseMinutes ?? 30,
  cooldownMinutes: pool.cooldownMinutes ?? 10,
})

/** What a pool is called, what it is shown instead of, and how long. A new one without `pool`. */
export function PoolForm({ pool, onDone }: { readonly pool?: Pool; readonly onDone: () => void }) {
  const queries = useQueryClient()
  const [, go] = useLocation()
  const [draft, setDraft] = useState(() => bodyOf(pool ?? {}))
  const [fallback, setFallback] = useState(pool?.fallbackNumber ?? '')
  const [display, setDisplay] = useState(pool?.display ?? '')
  const [error, setError] = useState<unknown>()
  const put = (fields: Partial<typeof draft>) => setDraft((standing) => ({ ...standing, ...fields }))
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: poolsKey }),
      queries.invalidateQueries({ queryKey: ['reports', 'pools'] }),
    ])
  const save = async () => {
    try {
      if (pool) {
        const path = `/v1/pools/${pool.id}`
        await api.patch(path, { ...draft, fallbackNumber: fallback || null, display: display || null })
        await refresh()
        say(`${draft.name} is saved.`, () => {
          const back = {
            ...bodyOf(pool),
            fallbackNumber: pool.fallbackNumber ?? null,
            display: pool.display ?? null,
          }
          void api.patch(path, back).then(refresh, sayTrouble)
        })
      } else {
        const added = await api.post<Pool>('/v1/pools', {
          ...draft,
          ...(fallback && { fallbackNumber: fallback }),
          ...(display && { display }),
        })
        await refresh()
        say(`${added.name} is added: now give it numbers and a flow.`)
        go(`/settings/pools/${added.id}`)
      }
      onDone()
    } catch (refusal) {
      setError(refusal)
    }
  }
  const errorAt = fieldErrors(error)
  const minutes = (name: 'leaseMinutes' | 'cooldownMinutes', label: string, help: string) => (
    <Field
      label={label}
      inputMode="numeric"
      help={help}
      value={String(draft[name])}
      onChange={(text) => put({ [name]: Number(text) })}
      error={errorAt(name)}
    />
  )
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Field
        label="Name"
        placeholder="Website"
        value={draft.name}
        onChange={(name) => put({ name })}
        error={errorAt('name')}
      />
      <LinesField
        label="Shown instead of"
        help="The numbers that stand on your pages, one a line."
        isMono
        value={draft.swapTargets}
        onChange={(swapTargets) => put({ swapTargets })}
        error={errorAt('swapTargets')}
      />
      <div className="setting-row">
        {minutes('leaseMinutes', 'Kept for, in minutes', 'After the visitor’s last sign of life.')}
        {minutes('cooldownMinutes', 'Then rests, in minutes', 'For calls that come late.')}
      </div>
      <Field
        label="Shown when a pool has no number at all"
        type="tel"
        placeholder="the number that stands on the page"
        value={fallback}
        onChange={setFallback}
        error={errorAt('fallbackNumber')}
        isMono
      />
      <Field
        label="Written as"
        placeholder="as its country does"
        help="A # for each digit, such as ### #### ####."
        value={display}
        onChange={setDisplay}
        error={errorAt('display')}
        isMono
      />
      {error instanceof Problem && error.errors.length === 0 && (
        <p className="field-error" role="alert">
          {error.message}
        </p>
      )}
      <div className="form-actions">
        <Button onPress={onDone}>Cancel</Button>
        <Button type="submit" look="primary">
          {pool ? 'Save' : 'Add'}
        </Button>
      </div>
    </form>
  )
}

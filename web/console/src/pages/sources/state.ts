import { useMemo } from 'react'
import { useSearchParams } from 'wouter'
import type { ChosenPeriod } from '../../api/days.ts'
import { usePeriod } from '../../api/period.ts'
import { drillable, type Filter } from '../../api/report-queries.ts'
import type { Dimension, Model } from '../../api/types.ts'
import { dimensionNames, modelNames } from '../../look/names.ts'

/** Solved over all journeys, by channel alone. */
export const isPathModel = (model: Model): boolean => model === 'markov' || model === 'shapley'
export const isDrillable = (dimension: Dimension): boolean =>
  (drillable as readonly Dimension[]).includes(dimension)

const isDimension = (text: string | null): text is Dimension =>
  text !== null && Object.hasOwn(dimensionNames, text)
const isModel = (text: string | null): text is Model => text !== null && Object.hasOwn(modelNames, text)

export interface SourcesState {
  readonly period: ChosenPeriod
  readonly groupBy: Dimension
  /** `all`: side by side. */
  readonly model: Model | 'all'
  /** With which model the others are compared. */
  readonly base: Model
  /** In the order in which they were chosen. */
  readonly filters: readonly Filter[]
  /** The row whose course is drawn; undefined: all. */
  readonly row: string | undefined
}

/** All that the page of sources shows follows from its address. */
export function useSourcesState(): SourcesState {
  const [search] = useSearchParams()
  const period = usePeriod()
  return useMemo(() => {
    const [groupBy, model, base] = [search.get('groupBy'), search.get('model'), search.get('base')]
    const filters = [...search.entries()].filter(
      (entry): entry is [Dimension, string] => isDimension(entry[0]) && isDrillable(entry[0]),
    )
    const chosen = isDimension(groupBy) ? groupBy : 'channel'
    const asked = model === 'all' ? 'all' : isModel(model) ? model : 'last'
    const isByChannelAlone = chosen === 'channel' && filters.length === 0
    return {
      period,
      groupBy: chosen,
      model: asked !== 'all' && isPathModel(asked) && !isByChannelAlone ? 'last' : asked,
      base: isModel(base) ? base : 'last',
      filters,
      row: search.get('row') ?? undefined,
    }
  }, [search, period])
}

/** What the rows of a dimension are told apart by next; undefined: by enquiry. */
export const nextDimension: Readonly<Partial<Record<Dimension, Dimension>>> = {
  channel: 'source',
  medium: 'source',
  source: 'campaign',
}

/** Other rows have other names. */
const ofTheseRows = new Set(['groupBy', 'row', 'find'])

/** The address of the page with other filters; what else is chosen stays. */
export function addressOf(
  search: URLSearchParams,
  filters: readonly Filter[],
  groupBy: Dimension | undefined,
): string {
  const next = new URLSearchParams(
    [...search.entries()].filter(([name]) => !isDimension(name) && !ofTheseRows.has(name)),
  )
  if (groupBy !== undefined && (groupBy !== 'channel' || filters.length > 0)) next.set('groupBy', groupBy)
  for (const [dimension, key] of filters) next.append(dimension, key)
  return `/sources${next.size > 0 ? `?${next}` : ''}`
}

/** The enquiries of which the filters' row is made. */
export const enquiriesAddress = (
  { period, model }: Pick<SourcesState, 'period' | 'model'>,
  filters: readonly Filter[],
): string =>
  `/enquiries?${new URLSearchParams([
    ['from', period.from],
    ['to', period.to],
    ['model', model === 'all' || isPathModel(model) ? 'last' : model],
    ...filters.map(([dimension, key]) => [dimension, key]),
  ])}`

/** Where a row leads: what it is made of. */
export const rowAddress = (search: URLSearchParams, state: SourcesState, key: string): string => {
  const next = nextDimension[state.groupBy]
  const filters: readonly Filter[] = [...state.filters, [state.groupBy, key]]
  return next === undefined || state.filters.some(([dimension]) => dimension === next)
    ? enquiriesAddress(state, filters)
    : addressOf(search, filters, next)
}

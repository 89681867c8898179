import type { Process } from '../../../api/types.ts'

export type ProcessMap = Pick<Process, 'stages' | 'steps'>
export type Step = Process['steps'][number]
export type Stage = Process['stages'][number]

const slugged = (name: string) =>
  name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 30)
    .replace(/-+$/, '')

/** An id that none of them has: it stays when the name changes. */
export function freshId(name: string, taken: readonly { readonly id: string }[]): string {
  const start = slugged(name) || 'step'
  const ids = new Set(taken.map(({ id }) => id))
  if (!ids.has(start)) return start
  let count = 2
  while (ids.has(`${start}-${count}`)) count += 1
  return `${start}-${count}`
}

/** The steps in the order of their stages: one that changes its stage goes to the end of that. */
export const inOrder = ({ stages, steps }: ProcessMap): ProcessMap => ({
  stages,
  steps: stages.flatMap(({ id }) => steps.filter(({ stage }) => stage === id)),
})

export function withStep(map: ProcessMap, step: Step, isNew: boolean): ProcessMap {
  const steps = isNew ? [...map.steps, step] : map.steps.map((each) => (each.id === step.id ? step : each))
  return inOrder({ ...map, steps })
}

/** One place up or down; at the edge of its stage, into the next one. */
export function moved(map: ProcessMap, id: string, by: -1 | 1): ProcessMap {
  const at = map.steps.findIndex((each) => each.id === id)
  const step = map.steps[at]
  const neighbour = map.steps[at + by]
  if (!step) return map
  if (neighbour && neighbour.stage === step.stage) {
    const steps = [...map.steps]
    steps[at] = neighbour
    steps[at + by] = step
    return { ...map, steps }
  }
  const stage = map.stages.findIndex((each) => each.id === step.stage)
  const next = map.stages[stage + by]
  if (!next) return map
  const others = map.steps.filter((each) => each.id !== id)
  const there = others.filter((each) => each.stage === next.id)
  const into = { ...step, stage: next.id }
  return {
    ...map,
    steps: map.stages.flatMap((each) =>
      each.id === next.id
        ? by > 0
          ? [into, ...there]
          : [...there, into]
        : others.filter((other) => other.stage === each.id),
    ),
  }
}

export function stageMoved(map: ProcessMap, id: string, by: -1 | 1): ProcessMap {
  const at = map.stages.findIndex((each) => each.id === id)
  const [stage, neighbour] = [map.stages[at], map.stages[at + by]]
  if (!stage || !neighbour) return map
  const stages = [...map.stages]
  stages[at] = neighbour
  stages[at + by] = stage
  return inOrder({ ...map, stages })
}

/**
 * A step dropped somewhere else.
 * @param before the step that it then stands before; undefined: it is the last of the stage
 */
export function placed(map: ProcessMap, id: string, stage: string, before: string | undefined): ProcessMap {
  const step = map.steps.find((each) => each.id === id)
  if (!step || before === id) return map
  const others = map.steps.filter((each) => each.id !== id)
  const at = others.findIndex((each) => each.id === before)
  const into = { ...step, stage }
  return inOrder({ ...map, steps: at < 0 ? [...others, into] : others.toSpliced(at, 0, into) })
}

/** The message of a refusal about this place or within it, as the API names places: `steps.3`. */
export const refusalAt = (
  errors: readonly { readonly path: string; readonly message: string }[],
  place: string,
): string | undefined => errors.find(({ path }) => path === place || path.startsWith(`${place}.`))?.message

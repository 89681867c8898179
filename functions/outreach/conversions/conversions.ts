import type { DueHandler } from '../due/work-due.ts'
import { createHearConversions } from './hear.ts'
import { createPlatformDeps, type TellingDeps } from './platforms/telling.ts'
import type { ConversionDeps } from './ports.ts'
import { createReconcile, type Reconcile } from './reconcile.ts'
import { createConversionHandler } from './run.ts'
import { createLookHandler, createSweepHandler } from './sweep.ts'

export interface Conversions {
  readonly hear: ReturnType<typeof createHearConversions>
  /** What is due at its time: operations to be told, days to be looked at anew. */
  readonly handlers: readonly DueHandler[]
  readonly reconcile: Reconcile
  readonly deps: ConversionDeps
}

/** Conversions sent back to ad platforms, from the views' stream to the platform's answer. */
export function createConversions(
  given: Omit<ConversionDeps, 'telling'> & { readonly telling: TellingDeps },
): Conversions {
  const deps: ConversionDeps = { ...given, telling: createPlatformDeps(given.telling, given) }
  const reconcile = createReconcile(deps)
  return {
    hear: createHearConversions(deps, reconcile),
    handlers: [
      createConversionHandler(deps, reconcile),
      createSweepHandler(deps, reconcile),
      createLookHandler(deps, reconcile),
    ],
    reconcile,
    deps,
  }
}

import type { Hono } from 'hono'
import { conversionWork, processingWork, sweepWork } from '../../../shared/domain/conversion/work-kinds.ts'
import type { Done, DueWork } from '../../../shared/domain/due-work.ts'
import { createApi } from '../../../shared/http/api.ts'
import type { Guards } from '../../../shared/http/operation.ts'
import type { Redeliver } from '../deliveries/delivery-routes.ts'
import type { AuditPort } from '../deps.ts'
import { createRedeliverConversion } from './by-hand.ts'
import { mountConversions } from './conversion-routes.ts'
import { mountDestinations } from './destination-routes.ts'
import { createRunProcessing } from './hear-later.ts'
import { createPlatformDeps, type TellingDeps } from './platforms/telling.ts'
import type { ConversionDeps } from './ports.ts'
import { createReconcile, type Reconcile } from './reconcile.ts'
import { createRunConversion } from './run.ts'
import { createRunLook, createRunSweep } from './sweep.ts'

export interface Conversions {
  readonly app: Hono
  /** Does what is due, of whichever kind. */
  readonly run: (work: DueWork) => Promise<Done>
  readonly reconcile: Reconcile
  readonly redeliver: Redeliver
}

export interface ConversionParts extends Omit<ConversionDeps, 'telling'> {
  readonly telling: TellingDeps
  readonly guards: Guards
  readonly audit: AuditPort
  readonly newDestinationId: () => string
}

/** Conversions sent back to ad platforms, from the views' stream to the platform's answer. */
export function createConversions(parts: ConversionParts): Conversions {
  const deps = { ...parts, telling: createPlatformDeps(parts.telling, parts) }
  const reconcile = createReconcile(deps)
  const app = createApi()
  mountDestinations(app, deps)
  mountConversions(app, deps)
  const runConversion = createRunConversion(deps, reconcile)
  const runProcessing = createRunProcessing(deps, reconcile)
  const runSweep = createRunSweep(deps, reconcile)
  const runLook = createRunLook(deps, reconcile)
  return {
    app,
    reconcile,
    redeliver: createRedeliverConversion(deps, reconcile),
    run(work) {
      if (work.kind === conversionWork) return runConversion(work)
      if (work.kind === processingWork) return runProcessing(work)
      return work.kind === sweepWork ? runSweep(work) : runLook(work)
    },
  }
}

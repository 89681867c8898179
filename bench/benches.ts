import { busyQuarter } from './attribution/busy-quarter.ts'
import { dryPool } from './attribution/dry-pool.ts'
import { join } from './attribution/join.ts'
import { reports } from './attribution/reports.ts'
import { writeUnits } from './attribution/write-units.ts'
import type { Bench } from './bench.ts'
import { codes } from './codes.ts'
import { coldImport } from './cold-import.ts'
import { collect } from './collect.ts'
import { connects } from './connects.ts'
import { consoleBench } from './console.ts'
import { followUp } from './follow-up.ts'
import { importMemory } from './import-memory.ts'
import { imports } from './imports.ts'
import { keyHeat } from './key-heat.ts'
import { mint } from './mint.ts'
import { models } from './models.ts'
import { operationCosts } from './operation-costs.ts'
import { redeem } from './redeem.ts'
import { rules } from './rules.ts'
import { soak } from './soak.ts'
import { voiceWebhook } from './voice-webhook.ts'

export const benches: readonly Bench[] = [
  voiceWebhook,
  collect,
  coldImport,
  codes,
  mint,
  redeem,
  followUp,
  models,
  connects,
  imports,
  join,
  busyQuarter,
  dryPool,
  reports,
  consoleBench,
  writeUnits,
  rules,
  operationCosts,
  keyHeat,
  soak,
  importMemory,
]

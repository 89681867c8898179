import type { Bench } from './bench.ts'
import { coldImport } from './cold-import.ts'
import { collect } from './collect.ts'
import { voiceWebhook } from './voice-webhook.ts'

export const benches: readonly Bench[] = [voiceWebhook, collect, coldImport]

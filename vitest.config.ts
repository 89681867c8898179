import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { SlowestFirst } from './tests/support/slowest-first.ts'

const storeTests = 'tests/**/*.store.test.ts'
const browserTests = [
  'tests/web/snippet.test.ts',
  'tests/**/*.browser.test.ts',
  'tests/end-to-end/**/*.test.ts',
]
/** They measure how long callers wait: nothing else runs meanwhile. */
const measuringTests = [
  'tests/end-to-end/connects.test.ts',
  'tests/functions/call-webhook/{faults,spool}.test.ts',
]

/** The tests run on the oldest Node that is supported; the SDK warns of it in every worker. */
const env = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' }

/** Left to itself, vitest would leave one core to itself: on two, half of the machine. */
const maxWorkers = availableParallelism()
/** A browser and a clock on a machine that others use, too, stall now and then for seconds; the report tells what was repeated. */
const retries = 2
/** What is waited for comes, if late, on a machine that others use, too. */
const patient = { poll: { timeout: 30_000 } }
/** Files share what they import, which takes as long to load as most of them to run: none changes what it imports. */
const shared = { env, maxWorkers, isolate: false, expect: patient }

/**
 * The second opinion is on what stores and streams rely on: conditions, transactions, order and limits of the engine.
 * Whatever else stands on them has it in the long run only, since that engine takes several times as long. In the short
 * run fewer race there, and less often.
 */
const isLongRun = process.env.TIELINE_TEST_RUNS !== undefined
const secondOpinion = isLongRun
  ? [storeTests]
  : [
      'tests/store/{account,call-store,code-fault,code-redeem,enquiry,lease,rollup,session,table,text-once}.store.test.ts',
      'tests/local/stream-*.store.test.ts',
    ]

/**
 * One project after the other (`groupOrder`), so that none measures or waits beside another's load. Every `.store.test.ts`
 * runs on the embedded engine.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: SlowestFirst },
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: [storeTests, ...browserTests, ...measuringTests],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: 'embedded',
          include: [storeTests],
          globalSetup: 'tests/support/global-setup-embedded.ts',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...shared,
          name: 'dynamodb-local',
          env: { ...env, TIELINE_TEST_ENGINE: 'second' },
          include: secondOpinion,
          globalSetup: 'tests/support/global-setup-dynamodb-local.ts',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...shared,
          name: 'browser',
          // Pages are waited for most of the time.
          maxWorkers: maxWorkers + 1,
          include: browserTests,
          exclude: measuringTests,
          retry: retries,
          globalSetup: 'tests/support/global-setup-browser.ts',
          testTimeout: 120_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          name: 'measuring',
          env,
          expect: patient,
          include: measuringTests,
          retry: retries,
          globalSetup: 'tests/support/global-setup-programs.ts',
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
})

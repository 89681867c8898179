import { defineConfig } from 'vitest/config'

const storeTests = 'tests/**/*.store.test.ts'
const browserTests = [
  'tests/web/snippet.test.ts',
  'tests/**/*.browser.test.ts',
  'tests/end-to-end/**/*.test.ts',
]

/** The tests run on the oldest Node that is supported; the SDK warns of it in every worker. */
const env = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' }

/**
 * The second opinion is on what stores and streams rely on; routes on top of them have it in the long run only, since
 * that engine takes several times as long.
 */
const isLongRun = process.env.TIELINE_TEST_RUNS !== undefined
const secondOpinion = isLongRun
  ? [storeTests]
  : [
      'tests/{store,local}/**/*.store.test.ts',
      'tests/functions/attribution/{codes,first-enquiry}.store.test.ts',
    ]

/**
 * One project after the other (`groupOrder`), so that none measures or waits beside another's load. Every `.store.test.ts`
 * runs on the embedded engine.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          env,
          include: ['tests/**/*.test.ts'],
          exclude: [storeTests, ...browserTests],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'embedded',
          env,
          include: [storeTests],
          globalSetup: 'tests/support/global-setup-embedded.ts',
          testTimeout: 30_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'dynamodb-local',
          env,
          include: secondOpinion,
          globalSetup: 'tests/support/global-setup-dynamodb-local.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'browser',
          env,
          include: browserTests,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
})

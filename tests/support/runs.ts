const isLong = process.env.TIELINE_TEST_RUNS !== undefined
const factor = Number(process.env.TIELINE_TEST_RUNS ?? 1)
/** On the slow engine: see vitest.config.ts. */
export const isSecondOpinion = process.env.TIELINE_TEST_ENGINE === 'second'
const isBrief = isSecondOpinion && !isLong
const briefly = (usual: number) => Math.max(1, Math.round(usual / 4))

/** How often a property is tried: `npm run test:deep` multiplies it. */
export const runs = (usual: number): number => (isBrief ? briefly(usual) : usual * factor)

/** How many race one another. */
export const racers = (usual: number): number => (isBrief ? briefly(usual) : usual)

/** How long those runs may take. */
export const limitMilliseconds = (usual: number): number => usual * factor

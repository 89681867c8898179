/** How often a property is tried: `npm run test:deep` multiplies it. */
export const runs = (usual: number): number => usual * Number(process.env.TIELINE_TEST_RUNS ?? 1)

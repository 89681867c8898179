/**
 * What a client of an engine on this machine is made of. The engines check neither key nor Region, but keep one client's
 * tables from another's by them: everything that speaks to one engine must use these.
 */
export const engineRegion = 'eu-west-1'
export const engineCredentials = { accessKeyId: 'local', secretAccessKey: 'local' } as const

export const engineClientConfig = (endpoint: string) => ({
  endpoint,
  region: engineRegion,
  credentials: { ...engineCredentials },
  // The steps of a request are put together once for each kind of command: a sixth less work a request.
  cacheMiddleware: true,
})

/** The two tables of the bridge on one machine. */
export const localTables = { ledger: 'tieline-ledger', views: 'tieline-views' } as const

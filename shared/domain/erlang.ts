/**
 * Erlang's loss formula: the share of arrivals that find all of `servers` taken, if those that do leave and arrivals come
 * at random (Poisson); how long each holds its server matters by its mean alone.
 *
 *     B(0, a) = 1,   B(n, a) = a·B(n−1, a) ÷ (n + a·B(n−1, a))
 *
 * The recursion adds and divides positive numbers only, so nothing cancels and nothing overflows, whatever the load.
 * (A. K. Erlang, 1917.)
 * @param erlangs offered load: arrivals per unit of time × mean holding time in that unit
 */
export function erlangB(servers: number, erlangs: number): number {
  let blocked = 1
  for (let n = 1; n <= servers; n++) blocked = (erlangs * blocked) / (n + erlangs * blocked)
  return blocked
}

/** The fewest servers that turn away a smaller share than `target` (above 0) of the load: a little more than the load itself. */
export function serversFor(erlangs: number, target: number): number {
  if (!(erlangs >= 0 && Number.isFinite(erlangs))) throw new RangeError(`no load: ${erlangs} erlangs`)
  if (!(target > 0)) throw new RangeError(`no number of servers turns away ${target} of the load`)
  let blocked = 1
  let servers = 0
  while (blocked >= target) {
    servers++
    blocked = (erlangs * blocked) / (servers + erlangs * blocked)
  }
  return servers
}

import { randomUUID } from 'node:crypto'
import type { PageFact } from '../shared/domain/fact.ts'
import { instantOf } from '../shared/domain/time.ts'
import { createAccountStore } from '../shared/store/account-store.ts'
import { createLeaseStore } from '../shared/store/lease-store.ts'
import { createNumberStore } from '../shared/store/number-store.ts'
import { createPoolStore } from '../shared/store/pool-store.ts'
import { createSessionStore } from '../shared/store/session-store.ts'
import type { Table } from '../shared/store/table.ts'
import type { Bench } from './bench.ts'
import { example, exampleAccount, trackingNumber, withBridge } from './http/bridge.ts'
import { compareOverHttp } from './http/compare.ts'
import type { LoadRequest } from './http/load.ts'

/** As many visitors at a time as a pool of this size serves, each with a number of its own. */
const sessionCount = 100
const ids = (index: number) => {
  const suffix = String(index).padStart(3, '0')
  return { visitorId: `vis_bench${suffix}`, sessionId: `ses_bench${suffix}` }
}

async function openPool(ledger: Table) {
  const { account, siteKey, secretKey, businessPhone, createdAt } = example
  await createAccountStore(ledger).create(exampleAccount, { siteKey, secretKey })
  const pool = {
    id: 'pol_bench',
    name: 'Shop',
    swapTargets: [businessPhone],
    leaseMinutes: 30,
    cooldownMinutes: 5,
    createdAt,
  }
  await createPoolStore(ledger).create(account, pool)
  const numbers = createNumberStore(ledger)
  for (let index = 0; index < sessionCount; index++) {
    await numbers.create(account, {
      id: `num_bench${index}`,
      number: trackingNumber(index),
      label: `Pool number ${index}`,
      kind: 'pool',
      poolId: pool.id,
      createdAt,
    })
  }
  return pool
}

/** Each session has seen a page and holds its number. */
async function beginSessions(ledger: Table): Promise<void> {
  const pool = await openPool(ledger)
  const leases = createLeaseStore(ledger)
  const sessions = createSessionStore(ledger)
  const now = instantOf(Date.now())
  for (let index = 0; index < sessionCount; index++) {
    const { visitorId, sessionId } = ids(index)
    const owner = { account: example.account, session: sessionId, visitor: visitorId }
    const lease = await leases.acquire({ ...owner, pool, now })
    const fact: PageFact = { ...owner, fact: 'page', at: now, url: 'https://shop.example/?utm_source=bench' }
    await sessions.recordPage(`page#${now}#first`, fact, lease ? [lease] : [])
  }
}

let sent = 0
/** A further page of a session that lives on, in turns. */
function pageView(): LoadRequest {
  const page = {
    type: 'page',
    url: `https://shop.example/${randomUUID()}`,
    referrer: 'https://shop.example/',
  }
  return {
    path: '/v1/collect',
    headers: {
      'content-type': 'text/plain',
      origin: 'https://shop.example',
      'user-agent':
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    },
    body: JSON.stringify({ key: example.siteKey, ...page, ...ids(sent++ % sessionCount) }),
  }
}

export const collect: Bench = {
  name: 'collect',
  title:
    'POST /v1/collect over HTTP (a further page of a session with a number), beside a bare server with the same reads and writes',

  run: (context) =>
    withBridge(async (ledger, server) => {
      context.progress(`beginning ${sessionCount} sessions`)
      await beginSessions(ledger)
      return compareOverHttp(
        {
          subject: 'collect-subject.ts',
          floor: 'collect-floor.ts',
          server,
          requests: (count) => Array.from({ length: count }, pageView),
          aimAtLeast: 0.85,
        },
        context,
      )
    }),
}

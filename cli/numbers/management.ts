import type { CallFlow, DeclaredSource } from '../../shared/domain/number.ts'
import type { Pool, TrackingNumber } from '../../shared/domain/tracking-number.ts'
import { Complaint, type Surroundings } from '../command.ts'

export interface NewNumber {
  readonly number: string
  readonly label: string
  readonly kind: 'source' | 'pool'
  readonly poolId?: string | undefined
  readonly source?: DeclaredSource | undefined
  readonly flow?: CallFlow | undefined
}

/** The bridge's management API, as far as numbers go. Everything throws a Complaint that says what to do. */
export interface Management {
  numbers(): AsyncIterable<readonly TrackingNumber[]>
  pools(): AsyncIterable<readonly Pool[]>
  /** @returns `known`: the account has registered it already */
  create(number: NewNumber, run: string): Promise<'created' | 'known'>
  change(id: string, change: NumberChange): Promise<void>
  remove(id: string): Promise<void>
}

/** What of a number is changed here; `null` takes it away. */
export interface NumberChange {
  readonly kind?: 'source'
  readonly flow?: CallFlow | null
  readonly swapTargets?: null
  readonly swapWhen?: null
}

export interface ManagementSettings extends Pick<Surroundings, 'fetch' | 'pause'> {
  readonly url: string
  readonly secretKey: string
  readonly onRetry: (reason: string, pauseMilliseconds: number) => void
}

interface Problem {
  readonly code?: string
  readonly detail?: string
  readonly errors?: readonly { readonly path: string; readonly message: string }[]
}
interface Page<Entity> {
  readonly data: readonly Entity[]
  readonly nextCursor: string | null
}

const tries = 4
const firstPauseMilliseconds = 500
const pageSize = '200'

const hints: Record<number, string> = {
  401: 'set TIELINE_SECRET_KEY to a secret key of the account (sk_…)',
  404: 'is --url the origin of a Tieline bridge?',
}

function tell(status: number, { detail, errors = [] }: Problem): string {
  const hint = hints[status]
  const parts = errors.map(({ path, message }) => `${path}: ${message}`)
  return `the bridge answered ${status}${detail ? `: ${detail}` : ''}${parts.length > 0 ? ` ${parts.join(' ')}` : ''}${hint ? ` (${hint})` : ''}`
}

export function createManagement({ url, secretKey, fetch, pause, onRetry }: ManagementSettings): Management {
  /** Every request may be repeated: what creates carries a key that makes the second one an echo of the first. */
  async function ask(method: string, path: string, body?: unknown, key?: string) {
    for (let attempt = 1; ; attempt += 1) {
      let reason: string
      try {
        const response = await fetch(new URL(path, url), {
          method,
          headers: {
            authorization: `Bearer ${secretKey}`,
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...(key !== undefined && { 'idempotency-key': key }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        })
        const text = await response.text()
        const json = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : {}
        if (response.status < 500 && response.status !== 429) return { status: response.status, json }
        reason = tell(response.status, json)
      } catch (error) {
        const { message, cause } = error as Error & { cause?: { code?: string } }
        reason = `no answer from ${url} (${cause?.code ?? message}): is the bridge running there?`
      }
      if (attempt === tries) throw new Complaint(reason)
      const milliseconds = firstPauseMilliseconds * 2 ** (attempt - 1)
      onRetry(reason, milliseconds)
      await pause(milliseconds)
    }
  }

  async function* list<Entity>(path: string): AsyncGenerator<readonly Entity[]> {
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query = new URLSearchParams({ limit: pageSize, ...(cursor !== '' && { cursor }) })
      const { status, json } = await ask('GET', `${path}?${query}`)
      if (status !== 200) throw new Complaint(tell(status, json))
      const page = json as Page<Entity>
      yield page.data
      cursor = page.nextCursor
    }
  }

  async function isOurs(number: string): Promise<boolean> {
    for await (const page of list<TrackingNumber>('/v1/numbers')) {
      if (page.some((each) => each.number === number)) return true
    }
    return false
  }

  return {
    numbers: () => list<TrackingNumber>('/v1/numbers'),
    pools: () => list<Pool>('/v1/pools'),

    async create(number, run) {
      const { status, json } = await ask('POST', '/v1/numbers', number, `numbers-${run}-${number.number}`)
      if (status === 201) return 'created'
      if (json.code === 'number_taken' && (await isOurs(number.number))) return 'known'
      throw new Complaint(tell(status, json))
    },

    async change(id, change) {
      const { status, json } = await ask('PATCH', `/v1/numbers/${id}`, change)
      if (status !== 200) throw new Complaint(tell(status, json))
    },

    async remove(id) {
      const { status, json } = await ask('DELETE', `/v1/numbers/${id}`)
      if (status !== 204 && status !== 404) throw new Complaint(tell(status, json))
    },
  }
}

export async function all<Entity>(
  pages: AsyncIterable<readonly Entity[]>,
  onPage: (soFar: number) => void = () => {},
): Promise<readonly Entity[]> {
  const entities: Entity[] = []
  for await (const page of pages) {
    entities.push(...page)
    onPage(entities.length)
  }
  return entities
}

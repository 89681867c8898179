interface GoogleError {
  readonly error?: {
    readonly message?: string
    readonly details?: readonly {
      readonly fieldViolations?: readonly {
        readonly field?: string
        readonly description?: string
        readonly reason?: string
      }[]
    }[]
  }
}

/** What is wrong, by the index of what it is wrong with. */
type Named = ReadonlyMap<number, string>

/**
 * What Google's error model says is wrong (google.rpc.Status with `BadRequest` among its details;
 * developers.google.com/data-manager/api/devguides/concepts/understand-errors): the message, and what is named
 * (`events.events[3].ad_identifiers.gclid`, `destinations[0].product_destination_id`).
 */
export function violationsIn(body: string): {
  readonly message: string
  readonly events: Named
  readonly destinations: Named
} {
  const events = new Map<number, string>()
  const destinations = new Map<number, string>()
  let parsed: GoogleError
  try {
    parsed = JSON.parse(body) as GoogleError
  } catch {
    return { message: 'no JSON', events, destinations }
  }
  const violations = (parsed?.error?.details ?? []).flatMap(({ fieldViolations }) => fieldViolations ?? [])
  for (const { field = '', description, reason } of violations) {
    const [, list, index] = /\b(events|destinations)\[(\d+)\]/.exec(field) ?? []
    if (index === undefined) continue
    const place = field.slice(field.indexOf(']') + 1).replace(/^\./, '')
    const named = list === 'events' ? events : destinations
    named.set(Number(index), [place, description ?? reason].filter(Boolean).join(': '))
  }
  return { message: parsed?.error?.message ?? 'no message', events, destinations }
}

/**
 * One request to the bridge, as its own page sends it.
 * @param path with its query
 */
export const send = (method: string, path: string, body?: BodyInit, more?: HeadersInit): Promise<Response> =>
  fetch(path, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      // What a page of another origin can't send: the bridge asks for it wherever something changes.
      'x-tieline-console': '1',
      ...more,
    },
    ...(body !== undefined && { body }),
  })

export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>

/** An address of the API; what is undefined, null or empty is left out. */
export function address(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  )
  return given.length === 0
    ? path
    : `${path}?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`
}

interface Cookie {
  readonly name: string
  readonly value: string
  readonly path: string
  /** As it was set, in lower case. */
  readonly attributes: readonly string[]
}

/** One step of a browser: what was asked, and what came back. */
export interface Step {
  readonly url: string
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** A browser without a screen: it keeps cookies by host and path, and follows redirects as far as it is told. */
export class BrowserJar {
  private readonly cookies = new Map<string, Cookie & { readonly host: string }>()

  cookie(name: string): Cookie | undefined {
    return [...this.cookies.values()].find((each) => each.name === name)
  }

  names(): string[] {
    return [...this.cookies.values()].map(({ name }) => name)
  }

  /** Puts a cookie there as somebody could who holds the browser. */
  put(url: string, name: string, value: string, path = '/'): void {
    const host = new URL(url).hostname
    this.cookies.set(`${host} ${path} ${name}`, { host, path, name, value, attributes: [] })
  }

  copy(): BrowserJar {
    const other = new BrowserJar()
    for (const [key, cookie] of this.cookies) other.cookies.set(key, cookie)
    return other
  }

  private headerFor(url: URL): string {
    return [...this.cookies.values()]
      .filter(({ host, path }) => host === url.hostname && url.pathname.startsWith(path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
  }

  private take(url: URL, headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(/; */)
      const [name = '', value = ''] = pair.split(/=(.*)/s)
      const of = (wanted: string) =>
        attributes.find((each) => each.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1)
      const path = of('path') ?? '/'
      const key = `${url.hostname} ${path} ${name}`
      const isOver = of('max-age') === '0' || Date.parse(of('expires') ?? '2999-01-01') < Date.now()
      if (isOver || value === '') this.cookies.delete(key)
      else {
        const lower = attributes.map((each) => each.toLowerCase())
        this.cookies.set(key, { host: url.hostname, path, name, value, attributes: lower })
      }
    }
  }

  async ask(
    url: string,
    init: RequestInit & { readonly headers?: Record<string, string> } = {},
  ): Promise<Step> {
    const cookie = this.headerFor(new URL(url))
    const headers = { ...init.headers, ...(cookie !== '' && { cookie }) }
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    this.take(new URL(url), response.headers)
    return { url, status: response.status, headers: response.headers, text: await response.text() }
  }

  /** Follows redirects until one leads to what `until` names, which is not asked for; else to the end. */
  async go(url: string, init: RequestInit = {}, until: RegExp = /^$/): Promise<Step> {
    let step = await this.ask(url, init as { headers?: Record<string, string> })
    for (let hops = 0; hops < 10; hops++) {
      const location = step.headers.get('location')
      if (location === null) return step
      const next = new URL(location, step.url).href
      if (until.test(next)) return { ...step, url: next }
      step = await this.ask(next)
    }
    throw new Error(`redirected without end: ${step.url}`)
  }
}

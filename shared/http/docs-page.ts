import { curlExample } from './docs-example.ts'
import { fieldTable, schemaHtml, typeOf } from './docs-schema.ts'
import { docsStyle } from './docs-style.ts'
import { escapeHtml, prose } from './html.ts'
import type { OpenApiDocument, OperationObject, ResponseObject } from './openapi-document.ts'

interface Entry {
  readonly path: string
  readonly method: string
  readonly operation: OperationObject
}

const entriesOf = (document: OpenApiDocument): Entry[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )

const methodHtml = (method: string) =>
  `<span class="method ${escapeHtml(method)}">${escapeHtml(method)}</span>`

const keyNames: Readonly<Record<string, string>> = {
  secretKey: 'the account’s secret key',
  operatorKey: 'the operator’s key',
  signIn: 'a sign-in',
  twilioSignature: 'Twilio’s signature',
}
const callerHtml = ({ security }: OperationObject) => {
  const names = security.flatMap((scheme) => Object.keys(scheme).map((name) => keyNames[name] ?? name))
  return names.length > 0 ? `<p class="quiet">Needs ${escapeHtml(names.join(' or '))}.</p>` : ''
}

function repliesHtml(operation: OperationObject, document: OpenApiDocument): string {
  const bodyHtml = (response: ResponseObject) =>
    Object.entries(response.content ?? {})
      .map(([type, { schema }]) =>
        type === 'application/json'
          ? schemaHtml(schema, document.components.schemas)
          : `<p><code>${escapeHtml(type)}</code></p>`,
      )
      .join('')
  const isProblem = (response: ResponseObject) => 'application/problem+json' in (response.content ?? {})
  const answers = Object.entries(operation.responses)
  const replies = answers
    .filter(([, response]) => !isProblem(response))
    .map(([status, response]) => `<h4>${status} ${prose(response.description)}</h4>${bodyHtml(response)}`)
  const refusals = answers
    .filter(([, response]) => isProblem(response))
    .map(([status, { description }]) => `<tr><td>${status}</td><td>${prose(description)}</td></tr>`)
  return `${replies.join('')}<details><summary>Refusals</summary><div class="scroll"><table><tbody>${refusals.join('')}</tbody></table></div></details>`
}

function operationHtml({ path, method, operation }: Entry, document: OpenApiDocument): string {
  const parameters = (operation.parameters ?? []).map(
    ({ name, in: where, required, description, schema }) => ({
      name,
      type: typeOf(schema),
      isRequired: required,
      note: [`In the ${where}.`, description ?? ''].join(' ').trim(),
    }),
  )
  const body = Object.values(operation.requestBody?.content ?? {})[0]
  return `<article id="${escapeHtml(operation.operationId)}">
<h3>${prose(operation.summary)}</h3>
<p class="route">${methodHtml(method)} <code>${escapeHtml(path)}</code></p>
${operation.description ? `<p>${prose(operation.description)}</p>` : ''}${callerHtml(operation)}
${parameters.length > 0 ? `<h4>Parameters</h4>${fieldTable(parameters)}` : ''}
${body ? `<h4>Body</h4>${schemaHtml(body.schema, document.components.schemas)}` : ''}
${repliesHtml(operation, document)}
<details><summary>curl</summary><pre><code>${escapeHtml(curlExample(document, path, method, operation))}</code></pre></details>
</article>`
}

/** The reference as one page: no script, nothing loaded, light or dark as the reader's system is. */
export function docsPage(document: OpenApiDocument): string {
  const groups = document.tags.map(({ name }) => ({
    name,
    entries: entriesOf(document).filter(({ operation }) => operation.tags.includes(name)),
  }))
  const menu = groups.map(
    ({ name, entries }) =>
      `<h2>${escapeHtml(name)}</h2><ul>${entries
        .map(
          ({ path, method, operation }) =>
            `<li><a href="#${escapeHtml(operation.operationId)}" title="${escapeHtml(operation.summary)}">${methodHtml(method)} ${escapeHtml(path)}</a></li>`,
        )
        .join('')}</ul>`,
  )
  const sections = groups.map(
    ({ name, entries }) =>
      `<section><h2>${escapeHtml(name)}</h2>${entries.map((entry) => operationHtml(entry, document)).join('')}</section>`,
  )
  const schemas = Object.entries(document.components.schemas).map(
    ([name, schema]) =>
      `<article id="schema-${escapeHtml(name)}"><h3>${escapeHtml(name)}</h3>${schema.description ? `<p>${prose(String(schema.description))}</p>` : ''}${schemaHtml(schema, document.components.schemas)}</article>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(document.info.title)} API</title>
<style>${docsStyle}</style>
</head>
<body>
<div class="page">
<nav aria-label="Operations"><a href="/openapi.json">openapi.json</a>${menu.join('')}<h2>Schemas</h2><ul>${Object.keys(
    document.components.schemas,
  )
    .map((name) => `<li><a href="#schema-${escapeHtml(name)}">${escapeHtml(name)}</a></li>`)
    .join('')}</ul></nav>
<main>
<h1>${escapeHtml(document.info.title)} API</h1>
<p>${prose(document.info.description)}</p>
<p class="quiet">Server: <code>${escapeHtml(document.servers[0]?.url ?? '')}</code></p>
${sections.join('\n')}
<section><h2>Schemas</h2>${schemas.join('')}</section>
</main>
</div>
</body>
</html>
`
}

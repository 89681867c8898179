import { escapeHtml } from './html.ts'

/** As the console looks (`web/console/src/look/tokens.css`): ink on warm paper, one signal colour. */
const style = `
:root{--paper:#faf7f2;--sheet:#fffdf9;--ink:#1f1b16;--quiet:#5c5348;--line:#e7dfd2;--edge:#cfc4b3;--signal:#b93a15;--wash:#fbe9e1;--on-signal:#fffdf9;--sunk:#f2ede4;--focus:#1f5fbf;color-scheme:light}
@media (prefers-color-scheme:dark){:root{--paper:#15120e;--sheet:#1c1914;--ink:#f3eee5;--quiet:#b9afa0;--line:#322c24;--edge:#4c443a;--signal:#ff8158;--wash:#35201a;--on-signal:#1c1008;--sunk:#242019;--focus:#7db0ff;color-scheme:dark}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;min-height:100svh;background:var(--paper);color:var(--ink);font:1rem/1.6 "IBM Plex Sans Variable","IBM Plex Sans",system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
main{max-width:31rem;margin:0 auto;padding:clamp(1.75rem,11vh,6.5rem) 1.25rem 3rem}
.mark{margin:0 0 2.25rem;font-weight:650;letter-spacing:-.01em;display:flex;align-items:center;gap:.55rem}
.mark span{width:1.5rem;height:.5rem;border:2px solid var(--signal);border-left-width:.5rem;border-right-width:.5rem;border-top:0;border-bottom-width:2px}
h1{font-size:clamp(1.5rem,5vw,1.75rem);line-height:1.2;font-weight:600;letter-spacing:-.018em;margin:0 0 .6rem;text-wrap:balance}
.lead{margin:0 0 1.75rem;color:var(--quiet);text-wrap:pretty}
.address{margin:-.75rem 0 1.75rem;padding:.6rem .9rem;background:var(--sunk);border-radius:6px;font:500 .95rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.button{display:inline-block;padding:.6rem 1.1rem;background:var(--signal);color:var(--on-signal);border:0;font:inherit;font-weight:600;line-height:1.4;text-decoration:none;border-radius:6px;cursor:pointer}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
`

export interface PlainPage {
  readonly title: string
  /** HTML, below the mark. */
  readonly body: string
  /** Beside that of every page. */
  readonly style?: string | undefined
  readonly status?: number | undefined
}

/** A page of few words, without a script: it loads nothing, and can't be put into another's frame. */
export function plainPage({ title, body, style: more = '', status = 200 }: PlainPage): Response {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Tieline</title>
<link rel="icon" href="data:,">
<style>${style}${more}</style>
</head>
<body>
<main>
<p class="mark"><span aria-hidden="true"></span>Tieline</p>
${body}
</main>
</body>
</html>
`
  return new Response(html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      // Addresses of a sign-in carry what nobody else may know.
      'referrer-policy': 'no-referrer',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
    },
  })
}

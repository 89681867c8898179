/** Colours are chosen for a contrast of 4.5 and more on both grounds (WCAG 2.2, 1.4.3). */
export const docsStyle = `
:root { color-scheme: light dark; --ground: #faf7f1; --panel: #f2ede3; --line: #e2dbcf; --ink: #1f1d1a; --quiet: #645e55;
  --link: #b3391f; --get: #2c6149; --post: #b3391f; --patch: #7d5200; --delete: #8f1d33 }
@media (prefers-color-scheme: dark) { :root { --ground: #191715; --panel: #221f1c; --line: #36322c; --ink: #ece6db;
  --quiet: #a39b8e; --link: #f0866b; --get: #8fc7a9; --post: #f0866b; --patch: #e0b765; --delete: #ef9aa8 } }
* { box-sizing: border-box }
html { scroll-padding-top: 1rem }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, sans-serif }
.page { display: grid; grid-template-columns: 19rem minmax(0, 1fr); max-width: 82rem; margin: 0 auto }
nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; padding: 1.5rem 1rem;
  border-right: 1px solid var(--line); font-size: .875rem }
nav h2 { margin: 1.25rem 0 .25rem; font-size: .8rem; color: var(--quiet) }
nav ul { list-style: none; margin: 0; padding: 0 }
nav a { display: flex; gap: .5rem; padding: .2rem 0; overflow-wrap: anywhere; color: inherit; text-decoration: none }
nav a:hover, nav a:focus-visible { text-decoration: underline }
nav .method { flex: 0 0 3.4rem; font-size: .72rem; line-height: 1.9 }
main { padding: 1.5rem 2rem 4rem }
a { color: var(--link) }
h1 { margin: 0 0 .5rem; font: 500 2.1rem/1.2 ui-serif, Georgia, serif; letter-spacing: -.015em }
h2 { margin: 2.5rem 0 0; font-size: 1.3rem }
h3 { margin: 0; font-size: 1.05rem }
h4 { margin: 1rem 0 .25rem; font-size: .875rem }
h5 { margin: 1rem 0 .25rem; font-size: .875rem; font-weight: 500 }
.quiet { color: var(--quiet) }
article { margin: 0; padding: 1.5rem 0 2rem; border-top: 1px solid var(--line) }
h2 + article { border-top-color: var(--ink); margin-top: .5rem }
.route { margin: .25rem 0 .5rem; overflow-wrap: anywhere }
code, pre { font: .85em/1.5 ui-monospace, monospace }
pre { margin: .25rem 0; padding: .75rem 1rem; overflow-x: auto; background: var(--panel); border-radius: 6px }
.method { font: 700 .8rem ui-monospace, monospace; text-transform: uppercase }
.get { color: var(--get) } .post { color: var(--post) } .patch { color: var(--patch) } .delete { color: var(--delete) }
.scroll { overflow-x: auto }
table { width: 100%; border-collapse: collapse; font-size: .9rem }
th, td { padding: .35rem .75rem .35rem 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top }
th { border-top: 0; font-size: .8rem; color: var(--quiet); font-weight: 600 }
td:first-child { width: 30% } td:nth-child(2) { width: 22% }
.required { font-size: .75rem; color: var(--patch) }
summary { cursor: pointer; margin-top: .75rem; font-size: .875rem; font-weight: 600 }
@media (max-width: 50rem) { .page { display: block } nav { position: static; max-height: none; border-right: 0;
  border-bottom: 1px solid var(--line) } main { padding: 1rem } }
`

/** The page's own styles end at the shadow; these are the console's colours. */
export const look = `
:host { all: initial; }
* { box-sizing: border-box; }
aside {
  --paper: #fffdf9; --ink: #1f1b16; --ink-2: #5c5348; --line: #e7dfd2; --hover: #f5f0e7;
  --good: #2d6a4a; --bad: #b93a15; --note: #855700; --focus: #1f5fbf;
  position: fixed; inset: auto 16px 16px auto; z-index: 2147483647;
  width: min(400px, calc(100vw - 32px)); max-height: min(640px, calc(100vh - 32px));
  display: flex; flex-direction: column; overflow: hidden;
  color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: 8px;
  box-shadow: 0 1px 2px rgb(31 27 22 / 8%), 0 16px 48px rgb(31 27 22 / 22%);
  font: 14px/1.45 system-ui, sans-serif; text-align: start; font-variant-numeric: tabular-nums;
}
@media (prefers-color-scheme: dark) {
  aside {
    --paper: #1c1914; --ink: #f3eee5; --ink-2: #b9afa0; --line: #3a332a; --hover: #262119;
    --good: #86c9a1; --bad: #ff8158; --note: #e0b35a; --focus: #8ab8ff;
  }
}
header { display: flex; align-items: start; gap: 12px; padding: 14px 10px 12px 16px; border-bottom: 1px solid var(--line); }
header div { flex: 1; }
h2 { margin: 0; font-size: 13px; font-weight: 600; color: var(--ink-2); }
header [role='status'] { margin: 2px 0 0; font-size: 16px; font-weight: 600; color: var(--ink); }
ul { margin: 0; padding: 4px 0; list-style: none; overflow-y: auto; overscroll-behavior: contain; }
li { display: grid; grid-template-columns: 20px 1fr auto; gap: 0 8px; align-items: start; padding: 9px 10px 9px 16px; }
li + li { border-top: 1px solid var(--line); }
li > span { font-weight: 700; line-height: 1.3; }
.good > span { color: var(--good); } .bad > span { color: var(--bad); } .note > span { color: var(--note); }
b { font-weight: 600; overflow-wrap: anywhere; }
p { margin: 1px 0 0; color: var(--ink-2); font-size: 13px; overflow-wrap: anywhere; }
button {
  font: inherit; font-size: 13px; color: var(--ink); background: none; cursor: pointer;
  min-width: 32px; min-height: 28px; padding: 2px 10px; border: 1px solid var(--line); border-radius: 6px;
}
button:hover, button[aria-pressed='true'] { background: var(--hover); }
button[aria-pressed='true'] { border-color: var(--ink-2); }
aside:focus { outline: none; }
button:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
header button { border-color: transparent; font-size: 18px; line-height: 1; padding: 2px; }
@media (forced-colors: active) { aside { border: 2px solid; } }
`

/** Around a place of the page that is being shown. */
export const outline = '3px solid #c8451d'

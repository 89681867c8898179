/** As the console looks: ink on warm paper, one signal colour. */
export const signInStyle = `
:root{--paper:#faf7f1;--ink:#1f1d1a;--quiet:#645e55;--line:#e2dbcf;--signal:#b3391f;--on-signal:#fffdf9;--well:#f2ede3;color-scheme:light}
@media (prefers-color-scheme:dark){:root{--paper:#191715;--ink:#ece6db;--quiet:#a39b8e;--line:#36322c;--signal:#f0866b;--on-signal:#191715;--well:#221f1c;color-scheme:dark}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;min-height:100svh;background:var(--paper);color:var(--ink);font:1rem/1.6 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;-webkit-text-size-adjust:100%}
main{max-width:30rem;margin:0 auto;padding:clamp(2rem,14vh,8rem) 1.5rem 3rem}
.mark{margin:0 0 2.5rem;font-weight:650;letter-spacing:-.01em;display:flex;align-items:center;gap:.55rem}
.mark span{width:1.5rem;height:.5rem;border:2px solid var(--signal);border-left-width:.5rem;border-right-width:.5rem;border-top:0;border-bottom-width:2px}
h1{font:500 clamp(1.75rem,6vw,2.25rem)/1.16 ui-serif,Georgia,"Times New Roman",serif;letter-spacing:-.015em;margin:0 0 .75rem;text-wrap:balance}
.lead{margin:0 0 1.75rem;color:var(--quiet);text-wrap:pretty}
.address{margin:-.75rem 0 1.75rem;padding:.6rem .9rem;background:var(--well);border-radius:4px;font:500 .95rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.button{display:inline-block;padding:.7rem 1.25rem;background:var(--signal);color:var(--on-signal);font-weight:600;line-height:1.4;text-decoration:none;border-radius:5px}
:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
`

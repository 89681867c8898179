/** The first of black and white that can be read on the colour: one of them always reaches 4.5 : 1 (WCAG 2.2, 1.4.3). */
function inkOn(colour: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  return 1.05 / (luminance + 0.05) >= 4.5 ? '#ffffff' : '#000000'
}

const usualColour = '#b3391f'

/** Ink on warm paper; the business's colour is where its mark would be: the band at the top and the button. */
export const redeemStyle = (colour = usualColour): string => `
:root{--brand:${colour};--on-brand:${inkOn(colour)};--paper:#faf7f1;--card:#fffdf9;--ink:#1f1d1a;--quiet:#655f56;--line:#d9d1c3;--edge:#8a8275;--wrong:#a5281b;--right:#2c6a3f;color-scheme:light}
@media (prefers-color-scheme:dark){:root{--paper:#191715;--card:#211e1b;--ink:#ece6db;--quiet:#aaa295;--line:#3a352f;--edge:#8f877b;--wrong:#ff9d8a;--right:#8fcfa0;color-scheme:dark}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;min-height:100svh;display:flex;flex-direction:column;background:var(--paper);color:var(--ink);border-top:.4rem solid var(--brand);font:1.0625rem/1.55 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
header,main,footer{width:100%;max-width:33rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:2rem}
header p{margin:0;font-weight:650;letter-spacing:-.01em;font-size:1.125rem}
header img{display:block;max-width:min(14rem,100%);max-height:3.5rem}
main{flex:1;padding-bottom:3rem}
h1{font:500 clamp(2rem,8vw,2.75rem)/1.12 ui-serif,Georgia,"Times New Roman",serif;letter-spacing:-.018em;margin:clamp(2rem,8vh,4.5rem) 0 .75rem;text-wrap:balance}
.lead{margin:0 0 2rem;color:var(--quiet);text-wrap:pretty}
label{display:block;font-weight:650;margin-bottom:.4rem}
.entry{display:grid;grid-template-columns:1fr auto;gap:.65rem .75rem}
input{width:100%;min-width:0;font:500 1.625rem/1 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;letter-spacing:.04em;padding:.8rem .9rem;color:var(--ink);background:var(--card);border:1.5px solid var(--edge);border-radius:.4rem}
input::placeholder{color:var(--quiet);opacity:.55}
input[aria-invalid=true]{border-color:var(--wrong)}
button{font:inherit;font-weight:650;line-height:1;padding:0 1.5rem;min-height:3.5rem;color:var(--on-brand);background:var(--brand);border:1.5px solid color-mix(in srgb,var(--brand),var(--ink) 30%);border-radius:.4rem;cursor:pointer}
button:active{transform:translateY(1px)}
:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
.say{grid-row:2;grid-column:1/-1;min-height:3.1em}
.say p{margin:0;display:flex;gap:.55rem}
.say p::before{flex:none;font-weight:700}
.hint{color:var(--quiet)}
.wrong{color:var(--wrong);font-weight:550}
.wrong::before{content:"!";width:1.3em;height:1.3em;line-height:1.3;margin-top:.13em;text-align:center;border:1.5px solid;border-radius:50%;font-size:.86em}
.right{color:var(--right);font-weight:550}
.right::before{content:"✓"}
.ticket{margin:2rem 0 0;background:var(--card);border:1.5px solid var(--line);border-radius:.6rem;overflow:hidden}
.ticket .worth{margin:0;padding:1.5rem 1.5rem 1.4rem;font:500 clamp(1.9rem,9vw,2.6rem)/1.12 ui-serif,Georgia,"Times New Roman",serif;letter-spacing:-.02em;text-wrap:balance;overflow-wrap:anywhere;border-bottom:2px dashed var(--line)}
dl{margin:0;padding:1.2rem 1.5rem 1.4rem;display:grid;gap:.9rem}
dt{color:var(--quiet);font-size:.9rem}
dd{margin:0;overflow-wrap:anywhere}
.code{font:500 1.25rem/1.3 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;letter-spacing:.03em}
.next{margin:1.5rem 0 0}
.go{display:inline-flex;align-items:center;min-height:3.5rem;padding:0 1.5rem;font-weight:650;color:var(--on-brand);background:var(--brand);border:1.5px solid color-mix(in srgb,var(--brand),var(--ink) 30%);border-radius:.4rem;text-decoration:none}
.pass{margin-top:2.75rem;border-top:1.5px solid var(--line)}
.pass h2{font-size:1.0625rem;font-weight:650;margin:1.25rem 0 .5rem}
.pass ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1.5rem}
.pass li a{display:inline-block;padding:.6rem 0}
a{color:inherit;text-decoration-color:var(--edge);text-underline-offset:.2em;text-decoration-thickness:1.5px}
@media (max-width:30rem){.entry{grid-template-columns:1fr}}
`

/** The example's own look, not Tieline's: harbour green, cream and copper; the guide above it is ink on paper. */
export const shopStyle = `
:root{--cream:#fbf5ea;--deep:#123d3f;--deep-2:#0d2f31;--copper:#b4531c;--sand:#efe4d0;--ink:#1f1d1a;--quiet:#5c574e;--paper:#faf7f1;--line:#ddd3c2;--signal:#b3391f;color-scheme:light}
*{box-sizing:border-box}
html{scroll-padding-top:9rem}
body{margin:0;background:var(--cream);color:var(--ink);font:17px/1.6 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
a{color:inherit}
:focus-visible{outline:3px solid var(--copper);outline-offset:3px;border-radius:3px}
[hidden]{display:none!important}
.wide{max-width:68rem;margin:0 auto;padding:0 1.5rem}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}

.guide{position:sticky;top:0;z-index:2;background:var(--paper);border-bottom:1px solid var(--line);font-size:.9rem;line-height:1.45}
.guide .wide{display:grid;grid-template-columns:auto minmax(0,1fr) auto;gap:.5rem 1.75rem;min-height:3.4rem;align-items:center;padding-top:.7rem;padding-bottom:.7rem}
.mark{margin:0;white-space:nowrap;font-weight:650;display:flex;gap:.5rem;align-items:center}
.mark i{width:1.4rem;height:.45rem;border:2px solid var(--signal);border-left-width:.45rem;border-right-width:.45rem;border-top:0;flex:none}
.guide ol{list-style:none;margin:0;padding:0;display:flex;gap:.4rem}
.guide li{flex:none;width:1.6rem;height:1.6rem;border-radius:50%;display:grid;place-items:center;font-size:.82rem;font-weight:650;color:var(--quiet);border:1px solid var(--line)}
.guide li.done{background:var(--sand);border-color:var(--sand);color:var(--ink)}
.guide li.now{background:var(--signal);border-color:var(--signal);color:#fff}
.guide p{margin:0}
.guide .step{display:flex;flex-wrap:wrap;gap:.2rem 1rem;align-items:center}
.guide .step a{font-weight:600;text-decoration-color:var(--signal);text-decoration-thickness:1.5px;text-underline-offset:.2em;padding:.2rem 0}
.guide .step a:hover{color:var(--signal)}
.guide b{white-space:nowrap}

.top{background:var(--deep);color:var(--cream)}
.bar{display:flex;flex-wrap:wrap;gap:.5rem 2rem;justify-content:space-between;align-items:center;padding-top:1.1rem;padding-bottom:1.1rem}
.brand{margin:0;font:600 1.25rem/1.2 ui-serif,Georgia,"Times New Roman",serif;letter-spacing:-.01em;display:flex;gap:.65rem;align-items:center}
.brand svg{width:1.9rem;height:1.9rem;flex:none}
.bar .tel{font-weight:650;text-decoration:none;padding:.5rem .2rem}
.hero{display:grid;grid-template-columns:minmax(0,1.15fr) minmax(0,1fr);gap:3.5rem;align-items:center;padding-top:3.25rem;padding-bottom:4.25rem}
h1{font:500 clamp(2.3rem,5.4vw,3.9rem)/1.06 ui-serif,Georgia,"Times New Roman",serif;letter-spacing:-.025em;margin:0 0 1.1rem;text-wrap:balance}
.lead{font-size:1.15rem;margin:0 0 1.9rem;max-width:32em;color:#d9e3da;text-wrap:pretty}
.call{display:inline-flex;flex-direction:column;background:var(--copper);color:#fff;text-decoration:none;border-radius:.6rem;padding:.85rem 1.6rem;line-height:1.25}
.call:hover{background:#9c4415}
.call small{font-size:.88rem;color:#ffe9d8}
.call span{font-size:1.7rem;font-weight:650;letter-spacing:-.01em;white-space:nowrap}
.offer{display:block;margin:1.5rem 0 0;max-width:30rem;border-left:3px solid #e3a06f;padding:.1rem 0 .1rem 1rem;color:#d9e3da}
.offer b{color:#fff;font-size:1.2rem;letter-spacing:.06em;white-space:nowrap}
.scene{width:100%;height:auto;display:block}
main h2{font:500 1.75rem/1.2 ui-serif,Georgia,"Times New Roman",serif;letter-spacing:-.015em;margin:0 0 1.5rem}
.work{padding-top:4rem;padding-bottom:4rem}
.work ul{list-style:none;margin:0;padding:0;display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:2.75rem}
.work li{border-top:2px solid var(--deep);padding-top:1rem}
.work h3{margin:0 0 .35rem;font-size:1.1rem}
.work p{margin:0;color:var(--quiet)}
.work .price{margin-top:.8rem;color:var(--ink);font-weight:600}
.ask{background:var(--sand)}
.ask .wide{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1.1fr);gap:3.5rem;padding-top:4rem;padding-bottom:4rem}
.ask p{margin:0 0 1rem;color:var(--quiet);max-width:30em}
form{display:grid;grid-template-columns:1fr 1fr;gap:1rem 1.25rem}
label{display:block;font-size:.92rem;font-weight:550}
input,select{display:block;width:100%;margin-top:.3rem;font:inherit;font-weight:400;color:var(--ink);background:#fffdf8;border:1px solid #8d8473;border-radius:.4rem;padding:.55rem .75rem;min-height:2.9rem}
button{font:inherit;font-weight:650;background:var(--deep);color:var(--cream);border:0;border-radius:.4rem;min-height:2.9rem;padding:.5rem 1.5rem;cursor:pointer;justify-self:start}
button:hover{background:var(--deep-2)}
.full{grid-column:1/-1}
.thanks{font-weight:600;color:var(--deep)!important;margin:0}
.foot{padding-top:2rem;padding-bottom:3rem;color:var(--quiet);font-size:.92rem;display:flex;flex-wrap:wrap;gap:.25rem 2rem;justify-content:space-between}
.foot p{margin:0}
@media (max-width:52rem){
.hero,.ask .wide{grid-template-columns:minmax(0,1fr);gap:2.25rem}
.hero{padding-top:2.25rem;padding-bottom:2.75rem}
.work{padding-top:2.75rem;padding-bottom:2.75rem}
.ask .wide{padding-top:2.75rem;padding-bottom:2.75rem}
.work ul{grid-template-columns:minmax(0,1fr);gap:1.75rem}
.scene{max-width:24rem}
}
@media (max-width:40rem){
.wide{padding-left:1.25rem;padding-right:1.25rem}
.guide .wide{grid-template-columns:minmax(0,1fr) auto;row-gap:.35rem}
.says{grid-column:1/-1;grid-row:2}
.guide li{width:1.45rem;height:1.45rem}
form{grid-template-columns:minmax(0,1fr)}
.call{display:flex}
.bar .tel{display:none}
}
`

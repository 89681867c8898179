/** On top of the first page's look: a handset beside the phones of the business. */
export const phoneStyle = `
header,main,footer{max-width:64rem}
h1{margin-top:2.25rem;margin-bottom:.5rem}
.lead{margin-bottom:2rem}
.desk{display:grid;gap:0 3rem;grid-template-columns:minmax(0,1fr)}
@media (min-width:56rem){.desk{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}}
label{display:block;font-size:.88rem;color:var(--quiet);margin:.9rem 0 .25rem}
input,select,textarea,button{font:inherit;color:var(--ink);border-radius:4px;min-height:2.75rem}
input:not([type=checkbox]),select,textarea{width:100%;padding:.45rem .7rem;background:var(--paper);border:1px solid var(--quiet)}
textarea{display:block;resize:vertical}
.check{display:flex;gap:.6rem;align-items:center;color:var(--ink);min-height:2.75rem;margin:.4rem 0 0}
.check input{width:1.15rem;height:1.15rem;min-height:0;margin:0;accent-color:var(--signal)}
button{padding:.4rem 1rem;background:var(--well);border:1px solid var(--line);cursor:pointer;font-weight:550}
button:hover:not(:disabled){border-color:var(--signal)}
button:disabled{color:var(--quiet);cursor:default}
.main{background:var(--ink);border-color:var(--ink);color:var(--paper)}
.main:disabled{background:var(--well);border-color:var(--line)}
.row{display:flex;flex-wrap:wrap;gap:.6rem;margin-top:.75rem}
.row input{flex:1 1 10rem;width:auto}
.hint{margin:.3rem 0 0;font-size:.85rem;color:var(--quiet)}
label+.row{margin-top:0}
.error{border-left:3px solid var(--signal);padding:.5rem .9rem;background:var(--well)}
.status{margin:1.25rem 0 .5rem;font-weight:600}
.heard,.texts{background:var(--well);border-radius:4px;max-height:20rem;overflow-y:auto;padding:.35rem .9rem;counter-reset:none}
.heard:has(ol:empty),.texts:empty{display:none}
.heard li,.texts li{padding:.35rem 0;margin:0;counter-increment:none;overflow-wrap:anywhere;border-bottom:1px solid var(--line)}
.heard li:last-child,.texts li:last-child{border:0}
.heard li::before,.texts li::before{content:none}
.heard small,.texts small{display:block;color:var(--quiet);font-size:.8rem;line-height:1.4}
.heard .event,.heard .pause,.heard .beep{color:var(--quiet);font-size:.9rem}
.heard .trouble{color:var(--signal);font-weight:600}
.heard .mine{padding-left:2rem}
.texts .in{padding-left:2rem}
.keypad{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:.5rem;margin:1rem 0 0;max-width:22rem}
.keypad button{min-height:3.1rem;font-size:1.2rem;padding:0}
.leg{border:1px solid var(--line);border-radius:4px;padding:.8rem 1rem;margin:0 0 .75rem}
.leg h3{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem;margin:0}
.leg h3 span{color:var(--quiet);font-weight:400}
.leg.live{border-color:var(--signal)}
.leg .keypad{grid-template-columns:repeat(6,minmax(0,1fr));margin-top:.75rem}
.leg .keypad button{min-height:2.75rem;font-size:1rem}
#legs{margin-bottom:2.5rem}
.faults{display:flex;flex-wrap:wrap;gap:.25rem 2rem;align-items:center}
.faults label{margin:0;display:flex;gap:.6rem;align-items:center;color:var(--ink);min-height:2.75rem}
.faults input[type=number]{width:5rem}
.faults select{width:auto}
tbody th{max-width:30rem}
summary{cursor:pointer;min-height:1.6rem}
details p{margin:.3rem 0;font-size:.84rem;font-weight:400;overflow-wrap:anywhere;text-align:left}
[hidden]{display:none!important}
#log-box{max-height:30rem;overflow:auto}
dl.sent{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:0 1rem;margin:.4rem 0 .6rem;font-size:.84rem;font-weight:400}
dl.sent dt{color:var(--quiet)}dl.sent dd{margin:0;overflow-wrap:anywhere}
.failed{color:var(--signal);font-weight:600}
td{white-space:nowrap;vertical-align:top}
@media (max-width:32rem){th:first-child{min-width:9rem}th,td{padding-left:.6rem}.scroll dl.sent{grid-template-columns:minmax(0,1fr)}.leg .keypad{grid-template-columns:repeat(4,minmax(0,1fr))}}
`

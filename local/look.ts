/** Ink on warm paper, one signal colour, figures of equal width. */
export const homeStyle = `
:root{--paper:#faf7f1;--ink:#1f1d1a;--quiet:#6a645b;--line:#e2dbcf;--signal:#b3391f;--well:#f2ede3;color-scheme:light}
@media (prefers-color-scheme:dark){:root{--paper:#191715;--ink:#ece6db;--quiet:#a39b8e;--line:#36322c;--signal:#f0866b;--well:#221f1c;color-scheme:dark}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
header,main,footer{max-width:46rem;margin:0 auto;padding:0 1.25rem}
header{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;align-items:baseline;justify-content:space-between;padding-top:1.75rem}
.mark{margin:0;font-weight:650;letter-spacing:-.01em;display:flex;align-items:center;gap:.55rem}
.mark span{width:1.5rem;height:.5rem;border:2px solid var(--signal);border-left-width:.5rem;border-right-width:.5rem;border-top:0;border-bottom-width:2px}
nav{display:flex;flex-wrap:wrap;gap:0 1.25rem;font-size:.9rem}
a{color:var(--ink);text-decoration-color:var(--signal);text-underline-offset:.2em;text-decoration-thickness:1.5px}
a:hover{color:var(--signal)}
:focus-visible{outline:2px solid var(--signal);outline-offset:3px;border-radius:2px}
h1{font:500 clamp(1.75rem,5.2vw,2.6rem)/1.16 ui-serif,Georgia,"Times New Roman",serif;letter-spacing:-.015em;margin:3.25rem 0 1rem;text-wrap:balance;max-width:20em}
.lead{font-size:1.08rem;max-width:36em;margin:0 0 3rem;color:var(--quiet)}
h2{font-size:.95rem;font-weight:650;margin:0 0 1rem;padding-top:1.1rem;border-top:1px solid var(--ink)}
h3{font-size:1rem;font-weight:600;margin:0 0 .35rem}
section{margin:0 0 3rem}
.figures{display:grid;grid-template-columns:repeat(4,1fr);gap:1rem;margin:0}
.figures div{display:flex;flex-direction:column-reverse}
.figures dt{color:var(--quiet);font-size:.88rem;line-height:1.3}
.figures dd{margin:0;font-size:2rem;line-height:1.15;font-weight:500;letter-spacing:-.02em}
.quiet{color:var(--quiet);font-size:.88rem;margin:.75rem 0 1.5rem}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:.94rem}
caption{text-align:left;color:var(--quiet);font-size:.88rem;padding-bottom:.4rem}
th,td{padding:.5rem 0 .5rem 1rem;text-align:right;border-bottom:1px solid var(--line);font-weight:400}
th:first-child,td:first-child{text-align:left;padding-left:0}
thead th{color:var(--quiet);font-size:.85rem}
tbody th{font-weight:500}
.empty td{color:var(--quiet);padding:1.1rem 0}
ol{margin:0;padding:0;list-style:none;counter-reset:step}
li{counter-increment:step;padding-left:2.25rem;position:relative;margin-bottom:2rem}
li::before{content:counter(step);position:absolute;left:0;top:0;color:var(--signal);font-weight:650}
li p{margin:.1rem 0 .6rem;color:var(--quiet)}
pre{margin:0;padding:.9rem 1rem;background:var(--well);border-radius:4px;overflow-x:auto;font-size:.84rem;line-height:1.55}
code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.92em;color:var(--ink);overflow-wrap:anywhere}
pre code{font-size:1em;overflow-wrap:normal}
footer{color:var(--quiet);font-size:.88rem;padding-bottom:3rem;border-top:1px solid var(--line);padding-top:1rem}
@media (max-width:32rem){.figures{grid-template-columns:repeat(2,1fr)}h1{margin-top:2.25rem}.lead{margin-bottom:2.25rem}li{padding-left:0}li::before{position:static;display:block}}
`

/** Asks for the figures every other second while the page is in view. */
export const homeScript = `
(function(){
  var number=new Intl.NumberFormat('en-GB',{maximumFractionDigits:1});
  function refresh(){
    if(document.hidden)return;
    fetch('/local/summary',{cache:'no-store'}).then(function(r){return r.ok?r.json():null}).then(function(s){
      if(!s)return;
      document.querySelectorAll('[data-figure]').forEach(function(e){e.textContent=number.format(s[e.dataset.figure])});
      var body=document.querySelector('[data-rows]');
      if(body.innerHTML!==s.rows)body.innerHTML=s.rows;
    }).catch(function(){});
  }
  setInterval(refresh,2000);
  document.addEventListener('visibilitychange',refresh);
})();
`

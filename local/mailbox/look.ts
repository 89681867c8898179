/** On top of the first page's look: a list of mails, and one mail as its reader sees it. */
export const mailboxStyle = `
header,main,footer{max-width:64rem}
h1{margin-top:2.25rem;margin-bottom:.5rem;overflow-wrap:anywhere}
h1.subject{font-size:1.6rem;margin-bottom:1rem;max-width:none}
.lead{margin-bottom:1.5rem}
.mails{list-style:none;margin:0 0 3rem;padding:0;border-top:1px solid var(--line)}
.mails li{padding:0;margin:0;border-bottom:1px solid var(--line)}
.mails li::before{content:none}
.mails a{display:grid;grid-template-columns:minmax(0,1fr) max-content;gap:.1rem 1.5rem;padding:.8rem .25rem;text-decoration:none}
.mails a:hover{background:var(--well);color:var(--ink)}
.mails b{font-weight:600;overflow-wrap:anywhere}
.mails span{color:var(--quiet);font-size:.9rem;overflow-wrap:anywhere}
.mails time{color:var(--quiet);font-size:.9rem;white-space:nowrap}
.mails .empty{padding:1.1rem 0;color:var(--quiet)}
.tools{display:flex;flex-wrap:wrap;gap:.6rem;margin:0 0 1.75rem}
.tools form{margin:0}
button{font:inherit;min-height:2.75rem;padding:.4rem 1rem;background:var(--well);color:var(--ink);border:1px solid var(--line);border-radius:4px;cursor:pointer;font-weight:550}
button:hover{border-color:var(--signal)}
.told{border-left:3px solid var(--signal);padding:.5rem .9rem;background:var(--well);margin:0 0 1.5rem}
dl.about{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.2rem 1.25rem;margin:0 0 1.5rem;font-size:.94rem}
dl.about dt{color:var(--quiet)}dl.about dd{margin:0;overflow-wrap:anywhere}
iframe{width:100%;height:46rem;margin-bottom:1.5rem;border:1px solid var(--line);border-radius:4px;background:#fff}
.text{white-space:pre-wrap;overflow-wrap:anywhere;max-height:34rem;overflow-y:auto}
.headers{font-size:.84rem;max-height:22rem;overflow-y:auto}
details{border-top:1px solid var(--ink);padding:1rem 0;margin:0}
summary{cursor:pointer;font-size:.95rem;font-weight:650;min-height:1.6rem}
details>*+*{margin-top:1rem}
@media (max-width:32rem){dl.about{grid-template-columns:minmax(0,1fr)}.mails a{grid-template-columns:minmax(0,1fr)}}
`

/** Looks every other second, while the page is in view, whether another mail has come. */
export const mailboxScript = `
(function(){
  var list=document.querySelector('[data-mails]');
  function refresh(){
    if(document.hidden)return;
    fetch('/local/mailbox/list',{cache:'no-store'}).then(function(r){return r.ok?r.text():null}).then(function(html){
      if(html!==null&&list.dataset.mails!==html){list.dataset.mails=html;list.innerHTML=html}
    }).catch(function(){});
  }
  setInterval(refresh,2000);
  document.addEventListener('visibilitychange',refresh);
})();
`

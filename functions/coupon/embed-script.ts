import { checkTable, codeEntryScript } from './entry-script.ts'
import { checkoutSayings, typeFirst } from './redeem-sayings.ts'

/**
 * `/redeem.js`: the field to enter a code in the business's own page, in every element with `data-tieline-redeem`. It
 * takes the page's styles, adds none, loads nothing and writes no HTML, so that a strict policy needs the bridge's origin
 * in `script-src` and `connect-src` alone. `docs/redeem.md` is its manual.
 *
 * An element that has a field of its own keeps it, and its button; an empty one is given both. A field often stands inside
 * the form of a checkout: Enter in it redeems the code and does not send that form.
 */
export const embedScript = `(function(){
  var script=document.currentScript;
  if(!script||!script.dataset.key)return;
  var key=script.dataset.key,api=script.dataset.api||script.src;
  var sayings=${JSON.stringify(checkoutSayings)};
  var groups,asked,mounted=new WeakSet(),count=0;
${codeEntryScript}${String.raw`
  function make(name,attributes,text){
    var element=document.createElement(name);
    for(var each in attributes)element.setAttribute(each,attributes[each]);
    if(text)element.textContent=text;
    return element;
  }
  /* How long the account's codes are: asked for once, when somebody is about to type. */
  function learn(){
    if(!asked)asked=fetch(new URL('/v1/redemptions/lengths?key='+encodeURIComponent(key),api),{credentials:'omit'})
      .then(function(answer){return answer.ok?answer.json():{}})
      .then(function(answer){groups=answer.groups})
      .catch(function(){asked=undefined});
    return asked;
  }
  /* What t.js keeps of the visit; a session ends after 30 minutes. */
  function visit(){
    var kept='';
    try{kept+=localStorage.tieline}catch(error){}
    try{kept+='\n'+document.cookie}catch(error){}
    var found=/(vis_\w+)\.(ses_\w+)\.(\d+)/.exec(kept)||[];
    return {visitorId:found[1],sessionId:Date.now()-found[3]<1800000?found[2]:undefined};
  }
  function orderOf(data){
    if(!data.orderAmount||!data.orderCurrency)return undefined;
    return {reference:data.orderReference,value:{amount:Number(data.orderAmount),currency:data.orderCurrency}};
  }
  function worth(benefit){
    if(benefit.kind==='percent')return benefit.percent+'% off';
    if(benefit.kind==='gift')return benefit.description;
    if(benefit.kind!=='amount')return '';
    var money=new Intl.NumberFormat(document.documentElement.lang||undefined,{style:'currency',currency:benefit.currency});
    return money.format(benefit.amount/Math.pow(10,money.resolvedOptions().maximumFractionDigits))+' off';
  }
  function fresh(){
    return Array.from(crypto.getRandomValues(new Uint8Array(15)),function(byte){return (byte+256).toString(16).slice(1)}).join('');
  }

  function mount(place){
    if(mounted.has(place))return;
    mounted.add(place);
    var data=place.dataset,id='tieline-code-'+(++count);
    var field=place.querySelector('input:not([type=hidden]):not([type=submit])');
    var button=place.querySelector('button,input[type=submit]'),say=place.querySelector('[data-tieline-says]');
    if(!field){
      field=make('input',{id:id,type:'text',name:'tieline-code'});
      place.append(make('label',{'for':id},data.label||'Code'),' ',field);
    }
    if(!button){
      button=make('button',{type:'button'},data.button||'Use code');
      field.after(' ',button);
    }
    if(!say){say=make('div',{});place.appendChild(say)}
    say.id=say.id||id+'-says';
    say.setAttribute('role','status');
    var usual={inputmode:'numeric',autocomplete:'off',autocapitalize:'off',spellcheck:'false'};
    for(var name in usual)if(!field.hasAttribute(name))field.setAttribute(name,usual[name]);
    field.setAttribute('aria-describedby',((field.getAttribute('aria-describedby')||'')+' '+say.id).trim());
    var entry=codeEntry(field,say,'${checkTable}',function(){return groups},function(lengths){
      return data.hint||'It has '+lengths.join(' or ')+' digits.';
    },'tieline-');
    var isBusy=false,isDone=false,attempt,sent;

    function announce(name,detail){
      return place.dispatchEvent(new CustomEvent('tieline:'+name,{bubbles:true,cancelable:true,detail:detail}));
    }
    function refuse(problem){
      if(announce('refused',problem))entry.tell('wrong',sayings[problem.code]||problem.detail);
      field.setAttribute('aria-invalid','true');
      field.focus();
    }
    function accept(redemption){
      var text=worth(redemption.benefit);
      isDone=true;
      field.readOnly=true;
      button.setAttribute('aria-disabled','true');
      field.removeAttribute('aria-invalid');
      if(announce('redeemed',redemption))entry.tell('right','Your code is accepted'+(text?': '+text:'')+'.');
    }
    function redeem(){
      if(isBusy||isDone)return;
      var typed=entry.digits();
      if(!field.value.trim()){entry.tell('wrong','${typeFirst}');field.focus();return}
      if(groups&&groups[typed.length]&&!entry.judge(true)){
        refuse({code:'code_malformed',detail:'One digit seems wrong: check it and try again.'});
        return;
      }
      var ids=visit(),body=JSON.stringify({
        key:key,code:typed||field.value,visitorId:ids.visitorId,sessionId:ids.sessionId,order:orderOf(data)
      });
      /* What did not arrive, or whose answer did not, is the same request when it is sent again. */
      if(body!==sent||!attempt)attempt=fresh();
      sent=body;
      isBusy=true;
      button.setAttribute('aria-disabled','true');
      fetch(new URL('/v1/redemptions',api),{
        method:'POST',body:body,credentials:'omit',
        headers:{'content-type':'application/json','idempotency-key':attempt}
      }).then(function(answer){
        return answer.json().then(function(json){return {isGood:answer.ok,json:json,status:answer.status}});
      }).then(function(answer){
        if(answer.status<500)attempt=undefined;
        return answer;
      },function(){
        return {json:{code:'unreachable',detail:'The code could not be checked. Please try again.'}};
      }).then(function(answer){
        isBusy=false;
        button.removeAttribute('aria-disabled');
        if(answer.isGood)accept(answer.json);else refuse(answer.json);
      });
    }

    field.addEventListener('focus',function(){
      if(!groups)learn().then(function(){
        if(!field.value||isDone)return;
        entry.group();
        /* What an answer said meanwhile stays. */
        if(!say.textContent)entry.judge(false);
      });
    });
    if(place.tagName==='FORM')place.addEventListener('submit',function(event){event.preventDefault();redeem()});
    else{
      button.addEventListener('click',function(event){event.preventDefault();redeem()});
      field.addEventListener('keydown',function(event){
        if(event.key!=='Enter'||event.isComposing)return;
        event.preventDefault();
        redeem();
      });
    }
  }
  function look(){document.querySelectorAll('[data-tieline-redeem]').forEach(mount)}
  look();
  new MutationObserver(look).observe(document.documentElement,{childList:true,subtree:true});
})();
`}`

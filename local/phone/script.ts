/**
 * Asks for the state of the exchange and shows what changed; every button sends one action. What is said is added to a
 * log, so that a screen reader reads it once; what has the focus keeps it.
 */
export const phoneScript = `
(function(){
  var $=function(id){return document.getElementById(id)};
  var shown={legs:'',log:'',numbers:'',texts:0,call:null,heard:0},state=null,timer=0,turn=Promise.resolve();
  var asked=(/^\\+?[0-9]{5,15}$/.exec((new URLSearchParams(location.search).get('to')||'').replace(/^ /,'+'))||[''])[0];
  var aloud=window.speechSynthesis;
  if(!aloud)$('aloud').parentNode.hidden=true;
  function el(name,props,children){
    var e=document.createElement(name);
    Object.keys(props||{}).forEach(function(k){if(k in e)e[k]=props[k];else e.setAttribute(k,props[k])});
    (children||[]).forEach(function(c){e.append(c)});
    return e;
  }
  function time(ms){return new Date(ms).toLocaleTimeString('en-GB')}
  function fail(text){$('error').textContent=text||'';$('error').hidden=!text}
  function ask(path,body){
    return fetch('/local/phone/'+path,body===undefined?{cache:'no-store'}:{method:'POST',headers:{'content-type':'application/json'},body:JSON.stringify(body)})
      .then(function(r){return r.json().then(function(j){if(!r.ok)throw new Error(j.error||j.detail||'The bridge said '+r.status);return j})});
  }
  function send(path,body){
    return ask(path,body).then(function(next){fail();show(next);plan()}).catch(function(e){fail(e.message)});
  }
  function act(body){
    if(!state||!state.call)return turn;
    body.call=state.call.callSid;
    // Keys arrive in the order of pressing.
    return inTurn('act',body);
  }
  function inTurn(path,body){return turn=turn.then(function(){return send(path,body)})}
  function plan(){
    clearTimeout(timer);
    timer=setTimeout(refresh,state&&state.call&&state.call.waits!=='ended'?500:2000);
  }
  function refresh(){
    if(document.hidden)return plan();
    ask('state').then(show).catch(function(){}).then(plan);
  }

  var waiting={gather:'The line waits for an answer.',record:'The line records.',dial:'The business is rung.',talk:'Connected.',ended:'The call is over',nothing:'On the line.'};
  function show(next){
    state=next;
    var call=next.call,live=!!call&&call.waits!=='ended';
    showNumbers(next.numbers);
    $('status').textContent=call?waiting[call.waits]+(call.waits==='ended'?' ('+call.status+').':''):'No call yet.';
    $('call').disabled=false;
    $('hang-up').disabled=!live;
    $('call').textContent=live?'Call anew':'Call';
    showHeard(call);
    var answering=$('answering'),had=answering.contains(document.activeElement);
    $('message').hidden=!call||call.waits!=='record';
    $('speech').hidden=$('keypad').hidden=!call||call.waits!=='gather';
    answering.hidden=$('message').hidden&&$('speech').hidden;
    // What had the focus may be gone: it must not fall to the top of the page.
    if(had&&(answering.hidden||!document.activeElement.offsetParent))(answering.hidden?$(live?'hang-up':'call'):$($('message').hidden?'say':'left')).focus();
    showLegs(call);showTexts(next.texts);showLog(next.log);showFaults(next.faults);
    if(shown.troubles!==undefined&&next.troubles.length>shown.troubles)fail(next.troubles[next.troubles.length-1]);
    shown.troubles=next.troubles.length;
  }
  function showNumbers(numbers){
    var text=JSON.stringify(numbers);
    if(text===shown.numbers)return;
    shown.numbers=text;
    // The address may name the number to call: the shop's link does.
    var chosen=$('to').value||asked;
    $('no-numbers').hidden=numbers.length>0;
    if(!numbers.length)numbers=[{number:'+442079460000',label:'A number that nobody registered'}];
    if(asked&&!numbers.some(function(n){return n.number===asked}))numbers=numbers.concat({number:asked});
    $('to').replaceChildren.apply($('to'),numbers.map(function(n){return el('option',{value:n.number,textContent:n.number+(n.label&&n.label!==n.number?' · '+n.label:'')})}));
    if(chosen)$('to').value=chosen;
  }
  var who={keys:'You press ',speech:'You say: '};
  function showHeard(call){
    if(!call)return;
    if(shown.call!==call.callSid){shown.call=call.callSid;shown.heard=0;$('heard').replaceChildren();if(aloud)aloud.cancel()}
    call.heard.slice(shown.heard).forEach(function(h){
      var leg=call.phones.filter(function(p){return p.sid===h.leg})[0];
      var text=h.kind==='play'?'Plays '+h.text:h.kind==='pause'?'Pause of '+h.text:h.kind==='beep'?'Beep':(who[h.kind]||'')+h.text;
      var item=el('li',{className:h.kind+(who[h.kind]?' mine':'')},[text]);
      if(leg&&h.kind!=='event')item.prepend(el('small',{textContent:'At '+leg.number}));
      $('heard').append(item);
      if(h.kind==='say'&&aloud&&$('aloud').checked){
        var u=new SpeechSynthesisUtterance(h.text);if(h.language)u.lang=h.language;aloud.speak(u);
      }
    });
    if(call.heard.length!==shown.heard){shown.heard=call.heard.length;$('heard').parentNode.scrollTop=$('heard').parentNode.scrollHeight}
  }
  function button(text,name,run,main){
    return el('button',{type:'button',textContent:text,onclick:run,className:main?'main':'','data-name':name});
  }
  var keys=['1','2','3','4','5','6','7','8','9','*','0','#'];
  function showLegs(call){
    var legs=call?call.phones:[],text=JSON.stringify([call&&call.callSid,call&&call.waits==='ended',legs.map(function(p){return[p.sid,p.status,p.isBridged,!!p.gathering]})]);
    if(text===shown.legs)return;
    shown.legs=text;
    var focused=document.activeElement&&document.activeElement.dataset.name;
    $('legs').replaceChildren.apply($('legs'),legs.length?legs.map(function(p){
      var buttons=[],is=function(s){return p.status===s};
      if(is('ringing'))buttons=[button('Answer',p.sid+'answer',function(){act({do:'leg-answer',leg:p.sid})},true),
        button('Busy',p.sid+'busy',function(){act({do:'leg-refuse',leg:p.sid,how:'busy'})}),
        button('No answer',p.sid+'no-answer',function(){act({do:'leg-refuse',leg:p.sid,how:'no-answer'})}),
        button('Unreachable',p.sid+'failed',function(){act({do:'leg-refuse',leg:p.sid,how:'failed'})})];
      if(is('in-progress'))buttons=[button('Hang up',p.sid+'hang-up',function(){act({do:'leg-hang-up',leg:p.sid})})];
      var box=el('div',{className:'leg'+(is('ringing')||is('in-progress')?' live':'')},[
        el('h3',{},[p.number,el('span',{textContent:p.isBridged&&is('in-progress')?'connected':p.gathering?'answered, is asked for a key':p.status})]),
        el('div',{className:'row'},buttons)]);
      if(!buttons.length)box.lastChild.remove();
      if(p.gathering)box.append(el('div',{className:'keypad',role:'group','aria-label':'Keypad of '+p.number},keys.map(function(k){
        var b=button(k,p.sid+k,function(){act({do:'leg-press',leg:p.sid,keys:k})});b.setAttribute('aria-label','Key '+k+' at '+p.number);return b})));
      return box;
    }):[el('p',{className:'quiet',textContent:'They ring when a call is put through.'})]);
    if(focused){
      var again=document.querySelector('[data-name="'+focused+'"]');
      // The button pressed is gone: the next one of its phone takes the focus.
      if(!again)again=document.querySelector('[data-name^="'+focused.slice(0,34)+'"]')||$('hang-up');
      if(again&&!again.disabled)again.focus();else $('call').focus();
    }
  }
  function showTexts(texts){
    var last=texts.length?texts[texts.length-1].sid:'';
    if(last===shown.texts)return;
    shown.texts=last;
    $('texts').replaceChildren.apply($('texts'),texts.map(function(t){
      return el('li',{className:t.direction==='inbound'?'in':'out'},[el('small',{textContent:t.from+' to '+t.to+', '+time(t.at)}),t.body]);
    }));
    $('texts').scrollTop=$('texts').scrollHeight;
  }
  function showLog(log){
    var last=log.length?log[log.length-1]:null,text=log.length+(last?last.token+last.attempt+last.status:'');
    if(!last||text===shown.log)return;
    shown.log=text;
    var open={},times={};
    document.querySelectorAll('#log details[open]').forEach(function(d){open[d.dataset.token]=true});
    $('log').replaceChildren.apply($('log'),log.slice(-60).reverse().map(function(r){
      var path=r.url.replace(/^https?:..[^/]*/,'').split('?'),bad=typeof r.status!=='number'||r.status>=400,key=r.token+r.attempt,phone=/^leg|^whisper/.test(r.what)?' · '+r.fields.To:'';
      times[key]=(times[key]||0)+1;key+='-'+times[key];
      return el('tr',{},[
        el('th',{scope:'row'},[el('details',{open:!!open[key],'data-token':key},[
          el('summary',{textContent:r.what+phone}),
          el('p',{},[el('code',{textContent:r.method+' '+decodeURIComponent(path.join('?'))})]),
          el('dl',{className:'sent'},Object.keys(r.fields).filter(function(f){return r.fields[f]!==''}).reduce(function(all,f){return all.concat(el('dt',{textContent:f}),el('dd',{textContent:r.fields[f]}))},[]))])]),
        el('td',{textContent:time(r.at)}),el('td',{textContent:r.attempt||'–'}),
        el('td',{className:bad?'failed':'',textContent:r.status}),el('td',{textContent:r.milliseconds})]);
    }));
  }
  function showFaults(f){
    if($('faults').contains(document.activeElement))return;
    $('lost').checked=f.lost;$('doubled').checked=f.doubled;$('late').value=f.lateSeconds;$('tries').value=f.tries;
  }

  $('place').addEventListener('submit',function(e){e.preventDefault();$('call').disabled=true;send('call',{from:$('from').value,to:$('to').value}).then(function(){$('call').disabled=false})});
  $('hang-up').addEventListener('click',function(){if(aloud)aloud.cancel();act({do:'hang-up'}).then(function(){$('call').focus()})});
  $('keypad').addEventListener('click',function(e){var b=e.target.closest('button');if(b)act({do:'press',keys:b.dataset.key})});
  $('keypad').addEventListener('keydown',function(e){if(!e.ctrlKey&&!e.metaKey&&!e.altKey&&/^[0-9*#]$/.test(e.key)){e.preventDefault();act({do:'press',keys:e.key})}});
  $('speech').addEventListener('submit',function(e){e.preventDefault();var t=$('say').value.trim();if(!t)return;$('say').value='';act({do:'say',text:t})});
  $('silence').addEventListener('click',function(){act({do:'silence'})});
  $('message').addEventListener('submit',function(e){e.preventDefault();leave('key')});
  $('message').addEventListener('click',function(e){var b=e.target.closest('[data-ends]');if(b)leave(b.dataset.ends)});
  function leave(how){act({do:'leave-message',text:how==='silence'?'':$('left').value,endsBy:how}).then(function(){$('left').value=''})}
  $('text').addEventListener('submit',function(e){e.preventDefault();send('text',{from:$('from').value,to:$('to').value,body:$('body').value}).then(function(){$('body').value=''})});
  $('faults').addEventListener('submit',function(e){e.preventDefault()});
  $('faults').addEventListener('change',function(){inTurn('faults',{lost:$('lost').checked,doubled:$('doubled').checked,lateSeconds:Number($('late').value)||0,tries:Number($('tries').value)})});
  $('now').addEventListener('click',function(){send('late',{})});
  document.addEventListener('visibilitychange',function(){if(!document.hidden)refresh()});
  refresh();
})();
`

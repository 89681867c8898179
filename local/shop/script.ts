/**
 * The guide: it sees from the page itself how far its reader has come. Calls go to the telephone of this machine instead of
 * the system's, in a window of their own, so that the shop stays.
 */
export const shopScript = `
(function(){
  var $=function(id){return document.getElementById(id)};
  var link=$('call'),guide=$('guide'),printed=guide.dataset.printed;
  var keep=function(name){try{sessionStorage.setItem('shop-'+name,'1')}catch(e){}};
  var kept=function(name){try{return sessionStorage.getItem('shop-'+name)==='1'}catch(e){return false}};
  if(/[?&]utm_/.test(location.search))keep('came');
  function dialled(){return link.getAttribute('href').replace('tel:','')}
  function step(){
    if(!kept('came'))return 1;
    if(dialled()===printed)return 2;
    return kept('called')?4:3;
  }
  var before=0;
  function show(){
    var now=step(),number=dialled();
    document.querySelectorAll('[data-own]').forEach(function(e){e.textContent=link.querySelector('span').textContent});
    document.querySelectorAll('[data-phone]').forEach(function(e){e.href='/local/phone?to='+encodeURIComponent(number)});
    if(now===before)return;
    before=now;
    guide.querySelectorAll('li').forEach(function(e,i){
      e.className=i+1<now?'done':i+1===now?'now':'';
      if(i+1===now)e.setAttribute('aria-current','step');else e.removeAttribute('aria-current');
    });
    guide.querySelectorAll('.step').forEach(function(e){e.hidden=e.dataset.step!==String(now)});
  }
  new MutationObserver(show).observe(link,{attributes:true,childList:true,subtree:true,characterData:true});
  show();
  // After t.js has noticed the click.
  document.addEventListener('click',function(e){
    var a=e.target.closest&&e.target.closest('a[href^="tel:"],a[data-phone]');
    if(!a)return;
    e.preventDefault();
    window.open('/local/phone?to='+encodeURIComponent(dialled()),'tieline-phone');
    keep('called');
    show();
  });
  $('ask').addEventListener('submit',function(e){
    e.preventDefault();
    $('ask').hidden=true;
    $('thanks').hidden=false;
    $('thanks').focus();
  });
})();
`

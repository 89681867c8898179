/**
 * For the browser: groups the digits while they are typed, and tells by the check digit that one is wrong before
 * anything is sent. Without it the form works the same; the answer then tells.
 *
 * `data-table` is the Damm table, a digit a character, row by row; `data-groups` the groups of each length of code.
 */
export const redeemScript = `
(function(){
  var field=document.getElementById('code'),say=document.getElementById('say');
  if(!field||!say||!field.dataset.table)return;
  var table=field.dataset.table,groups=JSON.parse(field.dataset.groups),hint=say.innerHTML;
  var lengths=Object.keys(groups).map(Number).sort(function(a,b){return a-b});
  var longest=lengths[lengths.length-1],given=field.value,isGiven=true;
  function digitsOf(text){
    return text.normalize('NFKC').replace(/[oO]/g,'0').replace(/[lI]/g,'1').replace(/\\D/g,'');
  }
  function grouped(digits){
    var length=lengths.filter(function(each){return each>=digits.length})[0]||longest,parts=[],at=0;
    groups[length].forEach(function(size){
      if(at<digits.length){parts.push(digits.slice(at,at+size));at+=size}
    });
    return parts.join('-')+digits.slice(at);
  }
  function fits(digits){
    var row=0;
    for(var i=0;i<digits.length;i++)row=Number(table[row*10+Number(digits[i])]);
    return row===0;
  }
  function tell(kind,text){
    var p=document.createElement('p');
    p.className=kind;p.textContent=text;
    if(say.textContent!==text){say.textContent='';say.appendChild(p)}
    if(kind==='wrong')field.setAttribute('aria-invalid','true');else field.removeAttribute('aria-invalid');
  }
  function judge(isDone){
    var digits=digitsOf(field.value),isWhole=lengths.indexOf(digits.length)>=0;
    if(digits.length>longest)tell('wrong','That is one digit too many, or more: a code has '+lengths.join(' or ')+' digits.');
    else if(isWhole&&fits(digits))tell('right','That looks right.');
    else if(isWhole&&(isDone||digits.length===longest))tell('wrong','One digit seems wrong: check it and try again.');
    else if(say.innerHTML!==hint||field.hasAttribute('aria-invalid')){say.innerHTML=isGiven?hint:'<p class="hint">'+field.dataset.hint+'</p>';field.removeAttribute('aria-invalid')}
  }
  if(given){field.value=grouped(digitsOf(given));given=field.value;field.setSelectionRange(given.length,given.length)}
  field.addEventListener('input',function(event){
    if(field.value!==given)isGiven=false;
    if(event.isComposing)return;
    var before=digitsOf(field.value.slice(0,field.selectionStart)).length,text=grouped(digitsOf(field.value)),at=0;
    if(text!==field.value){
      field.value=text;
      while(before>0&&at<text.length){if(/\\d/.test(text[at]))before--;at++}
      field.setSelectionRange(at,at);
    }
    judge(false);
  });
  field.addEventListener('change',function(){judge(true)});
})();
`

import { checkDigit } from '../../shared/domain/code.ts'

/** The rows of the check digit's table: what a digit leads to from each interim result, a digit a character, row by row. */
export const checkTable = (() => {
  const digits = Array.from({ length: 10 }, (_, digit) => String(digit))
  const prefixOf = (interim: string) => digits.find((digit) => checkDigit(digit) === interim) ?? ''
  return digits.flatMap((interim) => digits.map((digit) => checkDigit(prefixOf(interim) + digit))).join('')
})()

/**
 * For the browser, shared by the hosted page and the field in the business's own: `codeEntry` groups the digits of a field
 * while they are typed, and tells by the check digit that one is wrong before anything is sent.
 *
 * `groupsOf()` answers the groups of each length of code (`{"10": [3, 3, 4]}`), or nothing while they are not known: then
 * what is typed stays as it is. `hintOf()` is said of a code that is not whole. Messages are paragraphs of the class
 * `prefix` + hint, wrong or right. Nothing is written as HTML.
 */
export const codeEntryScript = String.raw`
  function codeEntry(field,say,table,groupsOf,hintOf,prefix){
    var given=field.value,isGiven=true,first=say.firstElementChild;
    function lengthsOf(groups){return Object.keys(groups).map(Number).sort(function(a,b){return a-b})}
    function digits(text){
      return text.normalize('NFKC').replace(/[oO]/g,'0').replace(/[lI]/g,'1').replace(/\D/g,'');
    }
    function grouped(text){
      var groups=groupsOf();
      if(!groups)return text;
      var typed=digits(text),lengths=lengthsOf(groups),parts=[],at=0;
      var length=lengths.filter(function(each){return each>=typed.length})[0]||lengths[lengths.length-1];
      groups[length].forEach(function(size){
        if(at<typed.length){parts.push(typed.slice(at,at+size));at+=size}
      });
      return parts.join('-')+typed.slice(at);
    }
    function fits(typed){
      var row=0;
      for(var i=0;i<typed.length;i++)row=Number(table[row*10+Number(typed[i])]);
      return row===0;
    }
    function show(p){
      if(say.textContent===p.textContent&&say.children.length===1&&say.firstElementChild.className===p.className)return;
      while(say.firstChild)say.removeChild(say.firstChild);
      if(p.textContent)say.appendChild(p);
    }
    function tell(kind,text){
      var p=document.createElement('p');
      p.className=prefix+kind;p.textContent=text;
      show(p);
      if(kind==='wrong')field.setAttribute('aria-invalid','true');else field.removeAttribute('aria-invalid');
    }
    function judge(isDone){
      var groups=groupsOf();
      if(!groups)return true;
      var typed=digits(field.value),lengths=lengthsOf(groups),longest=lengths[lengths.length-1];
      var isWhole=lengths.indexOf(typed.length)>=0;
      if(typed.length>longest)tell('wrong','That is one digit too many, or more: a code has '+lengths.join(' or ')+' digits.');
      else if(isWhole&&fits(typed)){tell('right','That looks right.');return true}
      else if(isWhole&&(isDone||typed.length===longest))tell('wrong','One digit seems wrong: check it and try again.');
      else if(isGiven&&first){show(first);field.removeAttribute('aria-invalid')}
      else tell('hint',hintOf(lengths));
      return false;
    }
    function group(){
      var before=digits(field.value.slice(0,field.selectionStart)).length,text=grouped(field.value),at=0;
      if(text!==field.value){
        field.value=text;
        while(before>0&&at<text.length){if(/\d/.test(text[at]))before--;at++}
        field.setSelectionRange(at,at);
      }
    }
    if(given){field.value=grouped(given);given=field.value;field.setSelectionRange(given.length,given.length)}
    field.addEventListener('input',function(event){
      if(field.value!==given)isGiven=false;
      if(event.isComposing)return;
      group();
      judge(false);
    });
    field.addEventListener('change',function(){judge(true)});
    return {tell:tell,judge:judge,group:group,digits:function(){return digits(field.value)}};
  }
`

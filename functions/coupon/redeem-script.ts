import { codeEntryScript } from './entry-script.ts'

/**
 * The script of the hosted page. Without it the form works the same; the answer then tells what is wrong.
 *
 * `data-table` is the check digit's table, `data-groups` the groups of each length of code.
 */
export const redeemScript = `
(function(){
${codeEntryScript}
  var field=document.getElementById('code'),say=document.getElementById('say');
  if(!field||!say||!field.dataset.table)return;
  var groups=JSON.parse(field.dataset.groups);
  codeEntry(field,say,field.dataset.table,function(){return groups},function(){return field.dataset.hint},'');
})();
`

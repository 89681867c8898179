import type { CodeUsedFact, Fact } from '../../shared/domain/fact.ts'

/** What the codes of an account come to, counted one by one from the list of all facts. */
export function countCodesNaively(facts: readonly Fact[], currency: string) {
  const issued = facts.filter((fact) => fact.fact === 'code-issued')
  const isVoided = ({ code, useId }: CodeUsedFact) =>
    facts.some((fact) => fact.fact === 'code-use-voided' && fact.code === code && fact.useId === useId)
  const minted = facts.flatMap((fact) => (fact.fact === 'codes-minted' ? [fact.count] : []))
  const uses = facts.filter((fact) => fact.fact === 'code-used').filter((use) => !isVoided(use))
  const isIssued = (code: string) => issued.some((fact) => fact.code === code)
  const used = [...new Set(uses.map(({ code }) => code))]
  const online = uses.filter(({ how }) => how === 'online' || how === 'api')
  const waits = used.filter(isIssued).map((code) => {
    const given = Date.parse(issued.find((fact) => fact.code === code)?.at ?? '')
    const first = Math.min(...uses.filter((use) => use.code === code).map(({ at }) => Date.parse(at)))
    return Math.max(0, Math.floor((first - given) / 1000))
  })
  return {
    issued: minted.reduce((sum, count) => sum + count, issued.length),
    used: waits.length,
    usedWithoutIssue: used.length - waits.length,
    quoted: uses.length - online.length,
    redeemed: online.length,
    value: uses.reduce(
      (sum, { order }) => sum + (order?.value.currency === currency ? order.value.amount : 0),
      0,
    ),
    meanSeconds:
      waits.length === 0 ? null : Math.round(waits.reduce((sum, wait) => sum + wait, 0) / waits.length),
    webToPhone: issued.filter(({ session }) => session !== undefined).length,
  }
}

const minute = 60_000
const day = 86_400_000
const at = (milliseconds: number) => new Date(milliseconds).toISOString()

const peopleOfThese = 24
const peopleBefore = 12

const sources = [
  { query: '?utm_source=google&utm_medium=cpc&utm_campaign=boilers', until: 10 },
  { query: '?utm_source=news&utm_medium=email&utm_campaign=winter', until: 16 },
  { query: '', until: 21 },
  { query: '?utm_source=facebook&utm_medium=paid_social&utm_campaign=spring', until: peopleOfThese },
] as const

/**
 * Two dozen people of these 90 days and one of the 90 before: fewer at each step, from a visit to a sale.
 * @param now milliseconds; everything lies before it
 */
export function funnelHistory(now: number): object[] {
  const name = `${process.pid}-${now}`
  const facts: object[] = []
  for (let person = 0; person < peopleOfThese + peopleBefore; person += 1) {
    const isEarlier = person >= peopleOfThese
    const place = isEarlier ? (person - peopleOfThese) * 2 : person
    const { query = '' } = sources.find(({ until }) => place < until) ?? {}
    const begun = now - (isEarlier ? 100 : 12) * day - place * 2 * day
    const id = `${name}-${person}`
    const visit = (visitAt: number, path: string, which: number) => ({
      fact: 'session',
      id: `ses_${id}-${which}`,
      visitor: `vis_${id}`,
      at: at(visitAt),
      url: `https://shop.example${path}${which === 0 ? query : ''}`,
    })
    facts.push(visit(begun, '/boilers', 0))
    if (place % 3 === 2) continue
    facts.push(visit(begun + (1 + (place % 5)) * 3 * 60 * minute, '/pricing', 1))
    if (place % 4 === 3) continue
    const contact = `form_${id}`
    const wrote = begun + (1 + (place % 4)) * day
    facts.push({
      fact: 'form',
      id: contact,
      session: `ses_${id}-1`,
      at: at(wrote),
      email: `person-${person}@example.com`,
      phone: `+4477009${String(person).padStart(5, '0')}`,
    })
    if (place % 5 === 4) continue
    facts.push({
      fact: 'call',
      callSid: `CA${String(person).padStart(4, '0')}${String(now).padStart(28, '0')}`,
      from: `+4477009${String(person).padStart(5, '0')}`,
      to: '+442079460001',
      at: at(wrote + 5 * 60 * minute),
      status: 'completed',
      durationSeconds: 60 + place * 7,
    })
    const outcome = (stage: string, afterDays: number, value?: number) =>
      facts.push({
        fact: 'outcome',
        contact,
        stage,
        at: at(wrote + afterDays * day),
        ...(value !== undefined && { value }),
      })
    if (place % 7 === 6) outcome('lost', 3)
    else {
      outcome('qualified', 1)
      if (place % 4 !== 1) outcome('quote-sent', 2)
      if (place % 4 === 0) outcome('won', 6, 45_000 + place * 100)
    }
  }
  return facts
}

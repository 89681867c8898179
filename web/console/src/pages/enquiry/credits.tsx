import { Fragment } from 'react'
import { useMe } from '../../api/me.ts'
import type { Enquiry } from '../../api/types.ts'
import { dateAndTime } from '../../look/format.ts'
import { detailOf } from '../../look/source.ts'
import { Section } from '../../parts/page.tsx'
import { Scrolled } from '../../parts/scrolled.tsx'
import { type EnquiryModel, models } from '../enquiries/filter.ts'
import '../../parts/table.css'
import './credits.css'

const names = Object.keys(models) as EnquiryModel[]
const percent = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 1 })

/** What each touch has of the enquiry, model beside model. */
export function Credits({ of: { journey, credits } }: { readonly of: Enquiry }) {
  const { timeZone } = useMe().account
  const microsOf = (model: EnquiryModel, touch: number) =>
    (credits[model] ?? []).reduce((sum, each) => (each.touch === touch ? sum + each.micros : sum), 0)
  return (
    <Section title="Credit" lead="Which touch has how much of it, by each model.">
      {journey.length === 0 ? (
        <p className="quiet">No touch is known: every model gives all of it to “(unknown)”.</p>
      ) : (
        <Scrolled label="Credit by touch and model">
          <table className="table credits">
            <thead>
              <tr>
                <th scope="col">Touch</th>
                {names.map((model) => (
                  <th key={model} scope="col" className="is-figure">
                    {models[model].split(' ').map((word) => (
                      <Fragment key={word}>
                        {word}
                        <wbr />{' '}
                      </Fragment>
                    ))}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {journey.map((touch, index) => (
                <tr key={`${touch.at} ${touch.sessionId ?? ''}`}>
                  <th scope="row">
                    {touch.channel}
                    <span className="quiet small credits-detail">
                      {[dateAndTime(touch.at, timeZone), detailOf(touch)].filter(Boolean).join(' · ')}
                    </span>
                  </th>
                  {names.map((model) => {
                    const micros = microsOf(model, index)
                    return (
                      <td key={model} className={`is-figure ${micros === 0 ? 'quiet' : ''}`}>
                        {micros === 0 ? '·' : percent.format(micros / 1_000_000)}
                      </td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolled>
      )}
    </Section>
  )
}

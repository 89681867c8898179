import type { Role } from '../../../api/me.ts'
import { Section } from '../../../parts/page.tsx'
import { Scrolled } from '../../../parts/scrolled.tsx'
import '../../../parts/table.css'

export const roleSays: Readonly<Record<Role, string>> = {
  owner: 'Everything, the account’s settings and its team included.',
  marketer: 'Reports, campaigns, numbers and pools; callers’ phones are masked.',
  agent: 'The live desk, calls and enquiries; no reports.',
  viewer: 'Reports to read; phones are masked, recordings silent.',
}

/** By `shared/domain/role.ts`, which the server enforces. */
const rights = [
  ['Reports, sources, journeys', 'yes', 'yes', '', 'yes'],
  ['Enquiries and calls', 'yes', 'yes', 'yes', 'read'],
  ['Callers’ phones', 'whole', 'masked', 'whole', 'masked'],
  ['Recordings', 'yes', 'yes', 'yes', ''],
  ['Live desk: check and give codes', 'yes', 'yes', 'yes', ''],
  ['Campaigns, numbers, pools, flows', 'yes', 'yes', '', 'read'],
  ['Settings, team, imports', 'yes', '', '', ''],
] as const

export const RolesTable = () => (
  <Section title="What each role may do">
    <Scrolled label="What each role may do">
      <table className="table roles">
        <caption className="visually-hidden">What each role may do</caption>
        <thead>
          <tr>
            <th scope="col">May</th>
            <th scope="col">Owner</th>
            <th scope="col">Marketer</th>
            <th scope="col">Agent</th>
            <th scope="col">Viewer</th>
          </tr>
        </thead>
        <tbody>
          {rights.map(([what, ...each]) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              {each.map((right, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the roles stand in one order
                <td key={index}>
                  {right === 'yes' ? (
                    <>
                      <span aria-hidden="true">✓</span>
                      <span className="visually-hidden">yes</span>
                    </>
                  ) : right === '' ? (
                    <>
                      <span aria-hidden="true" className="quiet">
                        –
                      </span>
                      <span className="visually-hidden">no</span>
                    </>
                  ) : (
                    right
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  </Section>
)

import type { CSSProperties } from 'react'

/**
 * How mails look: ink on warm paper, one signal colour, figures of equal width. Inline, since many mail programs know no
 * style sheet; those that know one get the dark colours by it.
 */
export const colours = {
  paper: '#faf7f1',
  ink: '#1f1d1a',
  quiet: '#645e55',
  line: '#e2dbcf',
  signal: '#b3391f',
  well: '#f2ede3',
  good: '#2f6b3a',
} as const

const sans = '-apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,Helvetica,Arial,sans-serif'
const serif = 'Georgia,"Times New Roman",serif'
const figures = 'tabular-nums'

const text = (size: number, line: number, more: CSSProperties = {}): CSSProperties => ({
  margin: 0,
  fontFamily: sans,
  fontSize: `${size}px`,
  lineHeight: `${line}px`,
  color: colours.ink,
  fontVariantNumeric: figures,
  ...more,
})

export const look = {
  body: { margin: 0, padding: 0, backgroundColor: colours.paper, ...text(16, 24) },
  container: { maxWidth: '600px', width: '100%', margin: '0 auto', padding: '32px 20px 40px' },
  business: text(14, 20, { color: colours.quiet }),
  kicker: text(14, 20, { color: colours.signal, fontWeight: 600, paddingTop: '36px' }),
  title: {
    ...text(30, 36, {
      fontWeight: 400,
      padding: '4px 0 10px',
      letterSpacing: '-0.3px',
      wordBreak: 'break-word',
    }),
    fontFamily: serif,
  },
  lead: text(16, 24, { color: colours.quiet }),
  section: { paddingTop: '28px' },
  heading: text(14, 20, { fontWeight: 600, padding: '0 0 8px', borderBottom: `1px solid ${colours.ink}` }),
  label: text(14, 22, {
    color: colours.quiet,
    verticalAlign: 'top',
    width: '128px',
    padding: '9px 12px 9px 0',
    borderBottom: `1px solid ${colours.line}`,
  }),
  value: text(16, 22, {
    verticalAlign: 'top',
    padding: '9px 0',
    borderBottom: `1px solid ${colours.line}`,
    wordBreak: 'break-word',
  }),
  note: text(14, 20, { color: colours.quiet, paddingTop: '2px', wordBreak: 'break-word' }),
  quote: text(17, 26, {
    padding: '14px 18px',
    backgroundColor: colours.well,
    borderLeft: `3px solid ${colours.signal}`,
    whiteSpace: 'pre-wrap',
    wordBreak: 'break-word',
  }),
  figure: { verticalAlign: 'top', padding: '0 8px 18px 0', width: '33.3%' },
  figureValue: text(28, 34, { letterSpacing: '-0.5px' }),
  figureLabel: text(14, 20, { color: colours.quiet }),
  figureChange: text(13, 18),
  barCell: { verticalAlign: 'bottom', textAlign: 'center', padding: '12px 5px 0', width: '14.28%' },
  barValue: text(13, 18, { color: colours.ink }),
  barLabel: text(13, 18, { color: colours.quiet, textAlign: 'center', padding: '6px 0 0' }),
  table: { width: '100%', borderCollapse: 'collapse' },
  head: text(13, 18, {
    color: colours.quiet,
    fontWeight: 400,
    padding: '8px 0 8px 12px',
    textAlign: 'right',
    borderBottom: `1px solid ${colours.line}`,
    verticalAlign: 'bottom',
  }),
  cell: text(15, 20, {
    padding: '9px 0 9px 12px',
    textAlign: 'right',
    borderBottom: `1px solid ${colours.line}`,
    verticalAlign: 'top',
    whiteSpace: 'nowrap',
  }),
  item: text(16, 24, {
    wordBreak: 'break-word',
    padding: '9px 0',
    borderBottom: `1px solid ${colours.line}`,
  }),
  button: {
    ...text(16, 20, { color: '#ffffff', fontWeight: 600 }),
    backgroundColor: colours.signal,
    borderRadius: '4px',
    padding: '13px 22px',
    textDecoration: 'none',
    display: 'inline-block',
  },
  link: { color: colours.ink, textDecoration: 'underline', textDecorationColor: colours.signal },
  action: text(16, 24, { paddingTop: '14px' }),
  foot: text(13, 20, { color: colours.quiet, paddingTop: '14px' }),
  rule: { borderTop: `1px solid ${colours.line}`, margin: '36px 0 0' },
} as const satisfies Record<string, CSSProperties>

/** For mail programs that show dark mails and heed a style sheet; the others invert what they like. */
export const darkStyle = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
body,.paper,.paper>table,.paper>table>tbody>tr>td{background-color:#191715!important}
.ink,.ink a{color:#ece6db!important}
.quiet,.quiet a{color:#aaa295!important}
.signal{color:#f0866b!important}
.good{color:#86c492!important}
.line{border-color:#3a352f!important}
.rule{border-color:#ece6db!important}
.well{background-color:#26221e!important}
.bar{background-color:#ece6db!important}
.none{background-color:#3a352f!important}
.main{background-color:#b3391f!important;color:#ffffff!important}
}
@media (max-width:480px){
.title{font-size:26px!important;line-height:32px!important}
.narrow{width:96px!important}
.figures td{width:50%!important}
}
`

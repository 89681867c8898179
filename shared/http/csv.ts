/** What a spreadsheet would take for the beginning of a formula (OWASP, CSV Injection). */
const formulaStart = /^[=+\-@\t\r]/

/** Every cell quoted (RFC 4180), so that digits stay text to whoever heeds quotes; a formula is disarmed by a quote mark. */
export const csvCell = (value: string | number | null | undefined): string => {
  if (typeof value === 'number') return String(value)
  const text = value ?? ''
  return `"${(formulaStart.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
}

export const csvLine = (cells: readonly (string | number | null | undefined)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`

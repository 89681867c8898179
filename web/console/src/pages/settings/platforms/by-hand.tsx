import { Download } from 'lucide-react'
import { useState } from 'react'
import { daysOf, today } from '../../../api/days.ts'
import { fieldErrors } from '../../../api/errors.ts'
import { useMe } from '../../../api/me.ts'
import { api, Problem } from '../../../api/request.ts'
import { saveAs } from '../../../api/save-as.ts'
import { Button } from '../../../parts/button.tsx'
import { Select } from '../../../parts/choice.tsx'
import { Field } from '../../../parts/field.tsx'
import { Section } from '../../../parts/page.tsx'
import { platformWords } from './platform-fields.ts'
import { conversionsPath } from './queries.ts'
import { type Destination, platformNames } from './words.ts'

/** `google-csv`: google-conversions; `google-leads-csv`: google-leads. */
const fileName = (format: string): string => {
  const [platform = '', kind = ''] = format.split('-')
  return `${platform}-${kind === 'csv' ? 'conversions' : kind}`
}

/** The platform's own file, where nothing is to be sent by itself. */
export function ByHand({ of: { id, platform } }: { readonly of: Destination }) {
  const { timeZone } = useMe().account
  const { files } = platformWords[platform]
  const [format, setFormat] = useState(files[0]?.id)
  const usual = daysOf('30d', today(timeZone))
  const [from, setFrom] = useState(usual.from)
  const [to, setTo] = useState(usual.to)
  const [error, setError] = useState<unknown>()
  const [isAsking, setBusy] = useState(false)
  const errorOf = fieldErrors(error)
  if (format === undefined) return null
  const isOfChanges = format.includes('adjustments')
  const download = async () => {
    setBusy(true)
    setError(undefined)
    try {
      const text = await api.get<string>(conversionsPath, { format, destination: id, from, to })
      saveAs(new Blob([text], { type: 'text/csv' }), `${fileName(format)}-${from}-${to}.csv`)
    } catch (refusal) {
      setError(refusal)
    }
    setBusy(false)
  }
  return (
    <Section
      title="By hand"
      lead={`A file as ${platformNames[platform]} takes it for upload: ${isOfChanges ? 'what was restated or taken back on these days' : 'what is true now of these days, whether sent or not'}. Its times are UTC and say so.`}
    >
      <form
        className="platform-file"
        onSubmit={(event) => {
          event.preventDefault()
          void download()
        }}
      >
        {files.length > 1 && (
          <Select label="File" isLabelShown value={format} options={files} onChange={setFormat} />
        )}
        <Field label="From" type="date" value={from} onChange={setFrom} error={errorOf('from')} />
        <Field label="To, included" type="date" value={to} onChange={setTo} error={errorOf('to')} />
        <Button type="submit" isDisabled={isAsking}>
          <Download aria-hidden="true" /> Download CSV
        </Button>
        {error instanceof Problem && error.errors.length === 0 && (
          <p className="field-error" role="alert">
            {error.message}
          </p>
        )}
      </form>
    </Section>
  )
}

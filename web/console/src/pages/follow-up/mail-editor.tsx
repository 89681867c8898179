import { useEffect, useState } from 'react'
import { Problem } from '../../api/request.ts'
import { Button } from '../../parts/button.tsx'
import { Field } from '../../parts/field.tsx'
import { buttonOf, type DraftMail } from './draft.ts'
import { type PreviewAsked, usePreview } from './queries.ts'
import { delayWords } from './words.ts'

const pauseMilliseconds = 350

/** What is typed, a moment after the last key; undefined while there is nothing to show. */
function useTyped({ subject, text, label, url }: DraftMail): PreviewAsked | undefined {
  const [typed, setTyped] = useState<PreviewAsked>()
  useEffect(() => {
    const timer = setTimeout(() => {
      const isWhole = subject.trim() !== '' && text.trim() !== ''
      setTyped(isWhole ? { subject, text, button: buttonOf({ label, url }) } : undefined)
    }, pauseMilliseconds)
    return () => clearTimeout(timer)
  }, [subject, text, label, url])
  return typed
}

/** One mail of a sequence, and what its reader gets. */
export function MailEditor({
  mail,
  perDay,
  isFirst,
  isFixed,
  onChange,
  onRemove,
}: {
  readonly mail: DraftMail
  readonly perDay: number
  readonly isFirst: boolean
  readonly isFixed: boolean
  readonly onChange: (change: Partial<DraftMail>) => void
  readonly onRemove: (() => void) | undefined
}) {
  const preview = usePreview(useTyped(mail))
  const refusals = preview.error instanceof Problem ? preview.error.errors : []
  const errorAt = (path: string) => refusals.find((each) => each.path === path)?.message
  const field = (name: keyof DraftMail & ('subject' | 'text' | 'label' | 'url' | 'value' | 'hours')) => ({
    value: mail[name],
    onChange: (value: string) => onChange({ [name]: value }),
    isDisabled: isFixed,
  })
  return (
    <div className="mail-editor">
      <form className="mail-fields" onSubmit={(event) => event.preventDefault()}>
        <Field
          label="What its reader has of it"
          help="One sentence. If there is none, do not send it."
          {...field('value')}
        />
        <Field
          label="Working hours before it"
          help={`${delayWords(Number(mail.hours) || 0, perDay, isFirst)}; ${perDay} are a day.`}
          inputMode="decimal"
          {...field('hours')}
        />
        <Field label="Subject" error={errorAt('subject')} {...field('subject')} />
        <Field
          label="Text"
          lines={9}
          help={
            <>
              An empty line begins a paragraph. <code>{'{{name|there}}'}</code>, <code>{'{{business}}'}</code>
              , <code>{'{{code}}'}</code> and <code>{'{{benefit}}'}</code> are filled in.
            </>
          }
          error={errorAt('text')}
          {...field('text')}
        />
        <div className="mail-button">
          <Field
            label="Button"
            placeholder="See prices"
            error={errorAt('button.label')}
            {...field('label')}
          />
          <Field
            label="leads to"
            placeholder="https://…"
            inputMode="url"
            error={errorAt('button.url')}
            {...field('url')}
          />
        </div>
        {onRemove && !isFixed && (
          <div>
            <Button size="s" look="quiet" onPress={onRemove}>
              Remove this mail
            </Button>
          </div>
        )}
      </form>
      <section className="mail-preview" aria-label="Preview">
        {preview.data ? (
          <>
            <p className="mail-subject">{preview.data.subject}</p>
            {preview.data.missing.length > 0 && (
              <p className="small warn-text">
                {preview.data.missing.includes('code')
                  ? 'Whoever has no code that is good does not get this mail.'
                  : 'Whoever gave no name gets it without one: {{name|there}} says what stands there then.'}
              </p>
            )}
            {/* Shown, and nothing more: no script of it runs, and it can't reach the console. */}
            <iframe title="The mail" sandbox="" srcDoc={preview.data.html} />
          </>
        ) : (
          <p className="quiet">With a subject and a text, the mail stands here as its reader gets it.</p>
        )}
      </section>
    </div>
  )
}

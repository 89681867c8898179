import { Body, Button, Container, Head, Html, Img, Link, Section, Text } from '@react-email/components'
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { colours, darkStyle, look } from './look.ts'
import { inkOn, type Note, type NoteParagraph } from './note.ts'

const paper = { ...look.body, backgroundColor: '#ffffff' }
const paragraph = { ...look.lead, color: colours.ink, padding: '0 0 16px' }

/** As in the letters, but on the white of a note; the business's own colour is on the button alone. */
const noteDark = darkStyle.replace('.main{background-color:#b3391f!important;color:#ffffff!important}', '')

function withBreaks(text: string, key: number): ReactNode[] {
  return text
    .split('\n')
    .flatMap((line, index) => (index === 0 ? [line] : [<br key={`${key}-${index.toString()}`} />, line]))
}

const Paragraph = ({ parts }: { parts: NoteParagraph }) => (
  <Text className="ink" style={paragraph}>
    {parts.map((part, index) =>
      typeof part === 'string' ? (
        withBreaks(part, index)
      ) : (
        <Link key={part.href} href={part.href} style={look.link}>
          {part.text}
        </Link>
      ),
    )}
  </Text>
)

const NoteView = ({ note }: { note: Note }) => {
  const { subject, business, logoUrl, paragraphs, button, why, unsubscribeUrl, postalAddress, seenUrl } = note
  const colour = note.colour ?? colours.signal
  return (
    <Html lang="en">
      <Head>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{subject}</title>
        <style>{noteDark}</style>
      </Head>
      <Body className="paper" style={paper}>
        <Container style={look.container}>
          {logoUrl === undefined ? (
            <Text className="quiet" style={{ ...look.business, paddingBottom: '24px' }}>
              {business}
            </Text>
          ) : (
            <Img src={logoUrl} alt={business} height={40} style={{ paddingBottom: '24px' }} />
          )}
          {paragraphs.map((parts, index) => (
            <Paragraph key={index.toString()} parts={parts} />
          ))}
          {button === undefined ? null : (
            <Section style={{ padding: '8px 0 16px' }}>
              <Button
                href={button.href}
                style={{ ...look.button, backgroundColor: colour, color: inkOn(colour) }}
              >
                {button.label}
              </Button>
            </Section>
          )}
          <div className="line" style={{ ...look.rule, margin: '20px 0 0' }} />
          <Text className="quiet" style={look.foot}>
            {why}{' '}
            <Link className="quiet" href={unsubscribeUrl} style={{ ...look.link, color: look.foot.color }}>
              Unsubscribe
            </Link>
          </Text>
          {postalAddress === undefined ? null : (
            <Text className="quiet" style={{ ...look.foot, paddingTop: '4px' }}>
              {withBreaks(postalAddress, 0)}
            </Text>
          )}
          {seenUrl === undefined ? null : <Img src={seenUrl} alt="" width={1} height={1} />}
        </Container>
      </Body>
    </Html>
  )
}

/** XHTML 1.0, as the oldest of mail programs know it. */
const doctype =
  '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'

export const noteHtml = (note: Note): string => doctype + renderToStaticMarkup(<NoteView note={note} />)

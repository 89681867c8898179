import { Body, Container, Head, Heading, Html, Link, Preview, Text } from '@react-email/components'
import { renderToStaticMarkup } from 'react-dom/server'
import { BlockView } from './blocks.tsx'
import type { Letter } from './letter.ts'
import { darkStyle, look } from './look.ts'

const LetterView = ({ letter }: { letter: Letter }) => {
  const { preview, business, kicker, title, lead, blocks, why, preferencesUrl, unsubscribeUrl } = letter
  return (
    <Html lang="en">
      <Head>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{title}</title>
        <style>{darkStyle}</style>
      </Head>
      <Preview>{preview}</Preview>
      <Body className="paper" style={look.body}>
        <Container style={look.container}>
          <Text className="quiet" style={look.business}>
            {business}
          </Text>
          <Text className="signal" style={look.kicker}>
            {kicker}
          </Text>
          <Heading as="h1" className="ink title" style={look.title}>
            {title}
          </Heading>
          {lead === undefined ? null : (
            <Text className="quiet" style={look.lead}>
              {lead}
            </Text>
          )}
          {blocks.map((block, index) => (
            <BlockView key={`${block.block} ${index.toString()}`} block={block} />
          ))}
          <div className="line" style={look.rule} />
          <Text className="quiet" style={look.foot}>
            {why}
            {preferencesUrl === undefined || unsubscribeUrl === undefined ? null : (
              <>
                {' '}
                <Link href={preferencesUrl} style={{ ...look.link, color: look.foot.color }}>
                  Choose what you get
                </Link>{' '}
                or{' '}
                <Link href={unsubscribeUrl} style={{ ...look.link, color: look.foot.color }}>
                  unsubscribe
                </Link>
                .
              </>
            )}
          </Text>
        </Container>
      </Body>
    </Html>
  )
}

/** XHTML 1.0, as the oldest of mail programs know it. */
const doctype =
  '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'

export const letterHtml = (letter: Letter): string =>
  doctype + renderToStaticMarkup(<LetterView letter={letter} />)

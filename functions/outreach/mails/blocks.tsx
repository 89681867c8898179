import { Button, Column, Heading, Link, Row, Section, Text } from '@react-email/components'
import type { ReactNode } from 'react'
import type { Action, Bar, Block, FactRow, Figure } from './letter.ts'
import { colours, look } from './look.ts'

const Title = ({ children }: { children: string }) => (
  <Heading as="h2" className="ink rule" style={look.heading}>
    {children}
  </Heading>
)

/** A line break is as much of a layout as a note needs. */
const lines = (text: string): ReactNode[] =>
  text.split('\n').flatMap((line, index) => (index === 0 ? [line] : [<br key={line} />, line]))

const Facts = ({ rows }: { rows: readonly FactRow[] }) => (
  <Section style={look.section}>
    {rows.map(({ label, value, href, note }) => (
      <Row key={label}>
        <Column className="quiet line narrow" style={look.label}>
          {label}
        </Column>
        <Column className="ink line" style={look.value}>
          {href === undefined ? (
            value
          ) : (
            <Link href={href} style={look.link}>
              {value}
            </Link>
          )}
          {note === undefined ? null : (
            <Text className="quiet" style={look.note}>
              {lines(note)}
            </Text>
          )}
        </Column>
      </Row>
    ))}
  </Section>
)

const Quote = ({ title, text }: { title: string; text: string }) => (
  <Section style={look.section}>
    <Text className="quiet" style={{ ...look.figureLabel, paddingBottom: '6px' }}>
      {title}
    </Text>
    <Text className="ink well" style={look.quote}>
      {lines(text)}
    </Text>
  </Section>
)

const tones = { good: colours.good, bad: colours.signal, even: colours.quiet } as const
const toneClasses = { good: 'good', bad: 'signal', even: 'quiet' } as const

const inRows = <T,>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, row) => all.slice(row * size, (row + 1) * size))

const Figures = ({ figures }: { figures: readonly Figure[] }) => (
  <Section style={look.section}>
    {inRows(figures, 3).map((row) => (
      <Row key={row[0]?.label}>
        {row.map(({ label, value, change, tone }) => (
          <Column key={label} style={look.figure}>
            <Text className="ink" style={look.figureValue}>
              {value}
            </Text>
            <Text className="quiet" style={look.figureLabel}>
              {label}
            </Text>
            <Text className={toneClasses[tone]} style={{ ...look.figureChange, color: tones[tone] }}>
              {change}
            </Text>
          </Column>
        ))}
      </Row>
    ))}
  </Section>
)

const tallest = 72

const Bars = ({ title, bars }: { title: string; bars: readonly Bar[] }) => {
  const most = Math.max(1, ...bars.map(({ value }) => value))
  return (
    <Section style={look.section}>
      <Title>{title}</Title>
      <Row>
        {bars.map(({ label, value }) => (
          <Column key={label} style={look.barCell}>
            <Text className="ink" style={look.barValue}>
              {Math.round(value * 10) / 10}
            </Text>
            <div
              className={value === 0 ? 'none' : 'bar'}
              style={{
                height: `${Math.max(2, Math.round((value / most) * tallest))}px`,
                fontSize: 0,
                lineHeight: 0,
                backgroundColor: value === 0 ? colours.line : colours.ink,
                width: '22px',
                margin: '4px auto 0',
              }}
            />
            <Text className="quiet" style={look.barLabel}>
              {label}
            </Text>
          </Column>
        ))}
      </Row>
    </Section>
  )
}

const first = { textAlign: 'left', paddingLeft: 0, whiteSpace: 'normal', wordBreak: 'break-word' } as const

const Table = ({ title, columns, rows, note }: Extract<Block, { block: 'table' }>) => (
  <Section style={look.section}>
    <Title>{title}</Title>
    <table style={look.table} cellPadding={0} cellSpacing={0}>
      <thead>
        <tr>
          {columns.map((column, index) => (
            <th
              key={column}
              scope="col"
              className="quiet line"
              style={{ ...look.head, ...(index === 0 && first) }}
            >
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name = '', ...cells]) => (
          <tr key={name}>
            <th scope="row" className="ink line" style={{ ...look.cell, ...first, fontWeight: 400 }}>
              {name}
            </th>
            {cells.map((cell, index) => (
              <td key={columns[index + 1]} className="ink line" style={look.cell}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
    {note === undefined ? null : (
      <Text className="quiet" style={{ ...look.note, paddingTop: '8px' }}>
        {note}
      </Text>
    )}
  </Section>
)

const List = ({ title, items }: { title: string; items: readonly string[] }) => (
  <Section style={look.section}>
    <Title>{title}</Title>
    {items.map((item) => (
      <Text key={item} className="ink line" style={look.item}>
        {item}
      </Text>
    ))}
  </Section>
)

const Actions = ({ actions: [main, ...others] }: { actions: readonly Action[] }) => (
  <Section style={{ ...look.section, paddingTop: '32px' }}>
    {main === undefined ? null : (
      <Button className="main" href={main.href} style={look.button}>
        {main.label}
      </Button>
    )}
    {others.map(({ label, href }) => (
      <Text key={label} className="ink" style={look.action}>
        <Link href={href} style={look.link}>
          {label}
        </Link>
      </Text>
    ))}
  </Section>
)

export function BlockView({ block }: { block: Block }) {
  switch (block.block) {
    case 'facts':
      return <Facts rows={block.rows} />
    case 'quote':
      return <Quote title={block.title} text={block.text} />
    case 'figures':
      return <Figures figures={block.figures} />
    case 'bars':
      return <Bars title={block.title} bars={block.bars} />
    case 'table':
      return <Table {...block} />
    case 'list':
      return <List title={block.title} items={block.items} />
    case 'actions':
      return <Actions actions={block.actions} />
  }
}

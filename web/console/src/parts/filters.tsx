import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, Tag, TagGroup, TagList } from 'react-aria-components'
import './filters.css'

export interface Chip {
  /** The setting in the address that it stands for. */
  readonly id: string
  readonly text: string
}

/** What a list is narrowed down by: the choices at hand, and what else the address asks for, to be taken away one by one. */
export const Filters = ({
  children,
  chips = [],
  onRemove,
}: {
  readonly children?: ReactNode
  readonly chips?: readonly Chip[]
  readonly onRemove?: (ids: readonly string[]) => void
}) => (
  <div className="filters">
    {children}
    {chips.length > 0 && (
      <TagGroup
        className="filters-chips"
        aria-label="Filters"
        onRemove={(keys) => onRemove?.([...keys].map(String))}
      >
        <TagList className="filters-chips" items={chips}>
          {({ id, text }) => (
            <Tag id={id} className="chip" textValue={text}>
              {text}
              <Button slot="remove" className="chip-remove" aria-label={`Without ${text}`}>
                <X aria-hidden="true" />
              </Button>
            </Tag>
          )}
        </TagList>
      </TagGroup>
    )}
  </div>
)

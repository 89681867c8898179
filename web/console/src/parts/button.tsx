import type { ReactNode, Ref } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import './button.css'

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children'> {
  readonly children: ReactNode
  /** `primary`: the one thing to do here. `quiet`: among others. `danger`: what can't be undone. */
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger'
  readonly size?: 'm' | 's' | 'l'
  readonly ref?: Ref<HTMLButtonElement>
}

export const Button = ({ look = 'plain', size = 'm', ...rest }: ButtonProps) => (
  <AriaButton {...rest} className={`button button-${look} button-${size}`} />
)

/** A link that stands among buttons: downloads, other pages. */
export const LinkButton = ({
  children,
  ...rest
}: React.AnchorHTMLAttributes<HTMLAnchorElement> & { readonly children: ReactNode }) => (
  <a {...rest} className="button button-plain button-m">
    {children}
  </a>
)

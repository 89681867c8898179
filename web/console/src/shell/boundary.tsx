import { Component, type ReactNode } from 'react'
import { Trouble } from '../parts/empty.tsx'

interface BoundaryProps {
  /** Where one is: elsewhere what broke here stands in nobody's way. */
  readonly at?: string
  readonly children: ReactNode
}
interface BoundaryState {
  readonly error: unknown
  readonly at: string | undefined
}

/** A page that breaks leaves the rest of the console standing. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { error: undefined, at: this.props.at }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  static getDerivedStateFromProps({ at }: BoundaryProps, state: BoundaryState) {
    return at === state.at ? null : { error: undefined, at }
  }

  override render() {
    return this.state.error === undefined ? (
      this.props.children
    ) : (
      <div className="page">
        <Trouble error={this.state.error} onRetry={() => location.reload()} />
      </div>
    )
  }
}

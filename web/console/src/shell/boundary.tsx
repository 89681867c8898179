import { Component, type ReactNode } from 'react'
import { Trouble } from '../parts/empty.tsx'

/** A page that breaks leaves the rest of the console standing. */
export class Boundary extends Component<{ readonly children: ReactNode }, { readonly error: unknown }> {
  override state = { error: undefined as unknown }

  static getDerivedStateFromError(error: unknown) {
    return { error }
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

import './skeleton.css'

/** The shape of what is coming, so that nothing jumps when it comes. */
export const Skeleton = ({ width = '100%', height = '1em' }: { width?: string; height?: string }) => (
  <span className="skeleton" style={{ width, height }} aria-hidden="true" />
)

export const TableSkeleton = ({ rows = 8 }: { rows?: number }) => (
  <div role="status" aria-label="Loading" className="table-skeleton">
    {Array.from({ length: rows }, (_, row) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike and never change places
      <Skeleton key={row} height="1.1rem" width={`${96 - ((row * 17) % 31)}%`} />
    ))}
  </div>
)

export const PageSkeleton = () => (
  <div className="page" role="status" aria-label="Loading">
    <Skeleton width="12rem" height="1.6rem" />
    <div style={{ height: '2rem' }} />
    <TableSkeleton />
  </div>
)

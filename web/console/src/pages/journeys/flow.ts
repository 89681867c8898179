import type { JourneysReport } from '../../api/types.ts'

export interface Path {
  /** Channels in time order. */
  readonly touches: readonly string[]
  readonly enquiries: number
  readonly value: number
}

export interface FlowNode {
  readonly id: string
  /** Null: the enquiry itself, or touches that are not told apart. */
  readonly channel: string | null
  readonly name: string
  readonly depth: number
}
export interface Flow {
  readonly nodes: readonly FlowNode[]
  readonly links: readonly { readonly source: string; readonly target: string; readonly value: number }[]
}

/** Touches of one channel one after the other become one; paths that are alike then are one path. */
export function mergeRepeats(paths: readonly Path[]): Path[] {
  const merged = new Map<string, Path>()
  for (const { touches, enquiries, value } of paths) {
    const once = touches.filter((touch, index) => touch !== touches[index - 1])
    const key = JSON.stringify(once)
    const standing = merged.get(key)
    merged.set(key, {
      touches: once,
      enquiries: enquiries + (standing?.enquiries ?? 0),
      value: value + (standing?.value ?? 0),
    })
  }
  return [...merged.values()].toSorted((left, right) => right.enquiries - left.enquiries)
}

/**
 * Paths as a flow from the first touch to the enquiry: a column for each position, what comes after the last of them
 * is one node. What flows into the enquiry are all enquiries of the paths that have a touch.
 * @param mostPositions columns of touches that are told apart
 * @param told channels that are named; the others flow together
 */
export function flowOf(paths: readonly Path[], mostPositions: number, told: ReadonlySet<string>): Flow {
  const longest = Math.max(1, ...paths.map(({ touches }) => touches.length))
  const positions = Math.min(mostPositions, longest)
  const nodes = new Map<string, FlowNode>()
  const links = new Map<string, { source: string; target: string; value: number }>()
  const enquiry = add({
    id: 'enquiry',
    channel: null,
    name: 'Enquiry',
    depth: longest > positions ? positions + 1 : positions,
  })
  function add(node: FlowNode): FlowNode {
    const standing = nodes.get(node.id)
    if (!standing) nodes.set(node.id, node)
    return standing ?? node
  }
  function connect(source: FlowNode, target: FlowNode, value: number) {
    const id = `${source.id}>${target.id}`
    const standing = links.get(id)
    links.set(id, { source: source.id, target: target.id, value: value + (standing?.value ?? 0) })
  }
  for (const { touches, enquiries } of paths) {
    if (touches.length === 0) continue
    const way = touches.slice(0, positions).map((touch, position) => {
      const channel = told.has(touch) ? touch : null
      const name = channel ?? 'Other channels'
      return add({ id: `${position} ${name}`, channel, name, depth: position })
    })
    if (touches.length > positions)
      way.push(add({ id: 'later', channel: null, name: 'Further touches', depth: positions }))
    way.push(enquiry)
    for (const [index, node] of way.slice(1).entries()) connect(way[index] as FlowNode, node, enquiries)
  }
  return { nodes: [...nodes.values()], links: [...links.values()] }
}

/** The channels with most enquiries, in the order in which they are coloured. */
export const rankChannels = (channels: JourneysReport['channels']): string[] =>
  channels.toSorted((left, right) => right.involved - left.involved).map(({ channel }) => channel)

import type { Key, Table, Write } from '../../../../shared/store/table.ts'

/** A table of its own inside another: what is due in one test's world is not in the next one's. */
export function ownCorner(table: Table, name: string): Table {
  const into = <K extends Key>(key: K): K => ({ ...key, pk: `${name}!${key.pk}` })
  const write = (each: Write): Write => {
    if ('put' in each) return { ...each, put: into(each.put) }
    if ('update' in each) return { ...each, update: into(each.update) }
    return 'delete' in each ? { ...each, delete: into(each.delete) } : { ...each, check: into(each.check) }
  }
  return {
    get: (key) => table.get(into(key)),
    getAll: (keys) => table.getAll(keys.map(into)),
    query: (range) => table.query({ ...range, pk: `${name}!${range.pk}` }),
    put: (item) => table.put(into(item)),
    putIf: (item, condition) => table.putIf(into(item), condition),
    update: (key, change, condition) => table.update(into(key), change, condition),
    delete: (key, condition) => table.delete(into(key), condition),
    transact: (writes) => table.transact(writes.map(write)),
    scan: () => table.scan(),
  }
}

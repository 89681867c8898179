import { parquetWriteBuffer } from 'hyparquet-writer'
import { type LakeColumn, type LakeRow, lakeColumns } from '../../shared/domain/lake-schema.ts'

const types = { string: 'STRING', bigint: 'INT64', boolean: 'BOOLEAN' } as const

const cellOf = (row: LakeRow, { name, type }: LakeColumn) => {
  const value = (row as Readonly<Record<string, unknown>>)[name]
  if (value === undefined || value === null) return null
  return type === 'bigint' ? BigInt(value as number) : value
}

/** A Parquet file of the rows, with the lake's columns and no others. */
export const parquetOf = (rows: readonly LakeRow[]): Uint8Array =>
  new Uint8Array(
    parquetWriteBuffer({
      columnData: lakeColumns.map((column) => ({
        name: column.name,
        type: types[column.type],
        nullable: true,
        data: rows.map((row) => cellOf(row, column)),
      })),
    }),
  )

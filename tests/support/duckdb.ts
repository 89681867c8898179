import { DuckDBInstance } from '@duckdb/node-api'

export type Answer = Readonly<Record<string, string | number | boolean | null>>

/** Asks the Parquet files below a folder, as the view `facts`, with the day as a partition: what Athena does over S3. */
export async function openLakeFiles(folder: string) {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(
    `create view facts as select * from read_parquet('${folder}/facts/*/*.parquet',
      hive_partitioning = true, hive_types = {'day': varchar})`,
  )
  return {
    async ask(sql: string, parameters: string[] = []): Promise<Answer[]> {
      const answer = await connection.runAndReadAll(sql, parameters)
      return answer
        .getRowObjectsJson()
        .map((row) =>
          Object.fromEntries(
            Object.entries(row).map(([name, value]) => [
              name,
              typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value,
            ]),
          ),
        ) as Answer[]
    },
    close(): void {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

// @ts-check
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';

import { KnownError } from './known-error.mjs';

/** @import { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils' */

/** @returns {Promise<never>} */
const noDatabase = () => Promise.reject(new KnownError('P1012', 'This command needs a database: set DATABASE_URL.'));

/**
 * Stands in where no database is given (`migrate diff` between two schema files): the WASM engine asks the server's version when it
 * starts, the native one only when it needs it. Every other query is refused.
 * @returns {SqlMigrationAwareDriverAdapterFactory}
 */
export function offlineAdapterFactory() {
  /** @type {SqlDriverAdapter} */
  const adapter = {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    queryRaw: ({ sql }) =>
      sql.includes('numeric_version')
        ? Promise.resolve({
            columnNames: ['exists', 'version', 'numeric_version'],
            columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
            rows: [[true, 'PostgreSQL 18.0', 180000]],
          })
        : noDatabase(),
    executeRaw: noDatabase,
    executeScript: noDatabase,
    startTransaction: noDatabase,
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
    dispose: () => Promise.resolve(),
  };
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => Promise.resolve(adapter),
    connectToShadowDb: noDatabase,
  };
}

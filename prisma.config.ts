import { defineConfig } from 'prisma/config';

const url = process.env['DATABASE_URL'];

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  // Left out when unset: `generate` and `validate` need no database.
  ...(url === undefined || url === '' ? {} : { datasource: { url } }),
});

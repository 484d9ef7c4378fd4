import { describe } from '@jest/globals';

/** A server or program that may be absent on a developer's machine; PostgreSQL never is. */
export type Part = 'redis' | 'rabbitmq' | 'chromium' | 'servers';

const VARIABLE = {
  redis: 'TEST_REDIS_URL',
  rabbitmq: 'TEST_BROKER_URL',
  chromium: 'TEST_CHROMIUM',
  /** The programs of Redis and RabbitMQ, for a test that starts and ends servers of its own. */
  servers: 'TEST_SERVERS',
} as const satisfies Record<Part, string>;

/**
 * `describe` where the part is there, a skipped `describe` that names the missing part elsewhere. The body of a skipped
 * `describe` runs all the same (its tests are counted), so ask for the part's address inside `beforeAll` or `it`.
 */
export function describeWith(part: Part, title: string, fn: () => void): void {
  if (process.env[VARIABLE[part]]) describe(title, fn);
  else describe.skip(`${title} (skipped: ${part} is missing)`, fn);
}

/** PostgreSQL, as a user that may create and drop databases; the database named in it is not for tests to write to. */
export function testDatabaseUrl(): string {
  return read('TEST_DATABASE_URL');
}

export function testRedisUrl(): string {
  return read(VARIABLE.redis);
}

export function testBrokerUrl(): string {
  return read(VARIABLE.rabbitmq);
}

/** The path of a Chromium or Chrome executable. */
export function testChromiumPath(): string {
  return read(VARIABLE.chromium);
}

function read(variable: string): string {
  const value = process.env[variable];
  if (value) return value;
  throw new Error(`${variable} is not set: run the tests with npm test, which looks for the servers`);
}

import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { UnknownCurrency } from '../../src/kernel/currency.js';
import { UnreadableEvent } from '../../src/order/event-record.js';
import { CorruptHistory } from '../../src/order/evolve.js';
import { UnreadablePayment } from '../../src/payment/record.js';
import { UnfitValue } from '../../src/platform/prisma/unfit-value.js';
import { blame, sqlStateOf } from '../../src/store/database-fault.js';

/** As Prisma's raw queries throw what the server said. */
const fromServer = (originalCode: string) =>
  Object.assign(new Error('Raw query failed'), {
    name: 'PrismaClientKnownRequestError',
    meta: { driverAdapterError: { cause: { originalCode } } },
  });

/** As the driver throws it where Prisma's client is passed by. */
const fromDriver = (code: string) => Object.assign(new pg.DatabaseError('refused', 0, 'error'), { code });

const named = (name: string) => Object.assign(new Error('No answer'), { name });
const fromSystem = (code: string) => Object.assign(new Error(code), { code, syscall: 'connect' });

describe('a statement that failed', () => {
  it.each([
    ['a NUL in a text', fromServer('22021')],
    ['a NUL in a text, from the driver', fromDriver('22021')],
    ['a text too long', fromServer('22001')],
    ['a broken constraint', fromServer('23514')],
    ['a limit of the server', fromServer('54000')],
    ['arguments that Prisma refuses', named('PrismaClientValidationError')],
    ['a value that its column’s type can’t hold', new UnfitValue('uuid')],
    ['a bug of ours', new TypeError('x is not a function')],
    ['a statement too long for JavaScript', new RangeError('Invalid string length')],
    ['a stored event that can’t be read', new UnreadableEvent('OrderInvented', 'its type is unknown')],
    ['a stored history that can’t be', new CorruptHistory('None')],
    ['a stored payment that can’t be read', new UnreadablePayment('its stage Invented is unknown')],
    ['a stored currency that ISO 4217 has given up', new UnknownCurrency('HRK')],
  ])('is the input’s fault: %s', (_title, error) => {
    expect(blame(error)).toBe('input');
  });

  it.each([
    ['a deadlock', fromServer('40P01')],
    ['a deadlock, from the driver', fromDriver('40P01')],
    ['a lost serialization', fromServer('40001')],
    ['an end by an administrator', fromServer('57P01')],
    ['a server that starts', fromServer('57P03')],
    ['a full disk', fromServer('53100')],
    ['a server that became a standby', fromServer('25006')],
    ['a schema that is behind', fromServer('42703')],
    ['a client that can’t connect', named('PrismaClientInitializationError')],
    ['an adapter whose connection is gone', named('DriverAdapterError')],
    ['a refused connection', fromSystem('ECONNREFUSED')],
    ['a broken pipe', fromSystem('EPIPE')],
    // node-postgres says no more when a connection is closed under a statement.
    ['a plain error without a code', new Error('Connection terminated unexpectedly')],
  ])('is the database’s fault, and tried again: %s', (_title, error) => {
    expect(blame(error)).toBe('database');
  });

  it('has the server’s code only where the server answered', () => {
    expect(sqlStateOf(fromServer('23505'))).toBe('23505');
    expect(sqlStateOf(fromDriver('23505'))).toBe('23505');
    expect(sqlStateOf(fromServer('P2010 '))).toBeNull();
    expect(sqlStateOf(fromSystem('ECONNRESET'))).toBeNull();
    expect(sqlStateOf('23505')).toBeNull();
  });
});

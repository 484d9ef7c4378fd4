import { z } from 'zod';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What a command takes for an order's id. */
export const orderIdRule = z.string().regex(uuid, 'must be a UUID in lower case');

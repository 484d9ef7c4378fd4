/** An order's id made in the server, in the order of time, as UUIDv7 are: order n of a pgbench client (0 to 15). */
export const orderIdSql = `
create function bench_order_id(client int, n int) returns uuid language sql immutable as
$id$ select (lpad(to_hex(n), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(client), 12, '0'))::uuid $id$`;

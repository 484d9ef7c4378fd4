import { OperationId } from '../../kernel/ids.js';
import { fromStoredOperation, type Json } from '../../payment/record.js';
import type { GatewayTask } from '../../payment/tasks.js';
import { Database } from '../../platform/prisma/database.js';
import { type ClaimedTask, GatewayTasks } from './gateway-tasks.js';

const claimSql = `
with due as (
  select operation_id, task, number from gateway_tasks where due_at <= now()
  order by due_at limit $1 for update skip locked)
update gateway_tasks g set due_at = now() + $2 * interval '1 millisecond', claims = g.claims + 1
from due d join payment_operations o using (operation_id)
where (g.operation_id, g.task, g.number) = (d.operation_id, d.task, d.number)
returning g.operation_id as "operationId", g.task, g.number, g.claims, o.operation,
  (extract(epoch from now() - o.requested_at) * 1000)::float8 as "ageMs"`;

type Row = {
  readonly operationId: string;
  readonly task: GatewayTask['task'];
  readonly number: number;
  readonly claims: number;
  readonly operation: Json;
  readonly ageMs: number;
};

export class PrismaGatewayTasks extends GatewayTasks {
  /** @param leaseMs longer than a call may take with the commit of its answer */
  constructor(
    private readonly database: Database,
    private readonly leaseMs: number,
  ) {
    super();
  }

  override async claim(limit: number): Promise<readonly ClaimedTask[]> {
    const rows = await this.database.client.$queryRawUnsafe<readonly Row[]>(claimSql, limit, this.leaseMs);
    return rows.map(({ operationId, operation, ...row }) => ({
      ...row,
      operationId: OperationId(operationId),
      operation: fromStoredOperation(operation),
    }));
  }
}

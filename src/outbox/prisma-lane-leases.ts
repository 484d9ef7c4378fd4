import { Injectable } from '@nestjs/common';
import { laneCount } from '../kernel/lane.js';
import { Database } from '../platform/prisma/database.js';
import { LaneLeases, type Leases, type Standing } from './lane-leases.js';

const joinSql = `
update relays set instance = $1::uuid, live_until = now() + $2 * interval '1 millisecond'
where slot = (
  select slot from relays where instance = $1::uuid or live_until < now()
  order by instance is distinct from $1::uuid, slot limit 1 for update skip locked)
returning slot`;

const aliveSql = 'select count(*)::int as alive from relays where live_until > now()';

// A lease that has run out is taken anew, under a new token, even by its last holder.
const holdSql = `
with kept as (
  update lanes set leased_until = now() + $3 * interval '1 millisecond'
  where owner = $1::uuid and leased_until > now()
  returning lane, token),
taken as (
  update lanes set owner = $1::uuid, token = token + 1, leased_until = now() + $3 * interval '1 millisecond'
  where lane in (
    select lane from lanes where leased_until <= now()
    order by lane limit greatest(0, $2 - (select count(*) from lanes where owner = $1::uuid and leased_until > now()))
    for update skip locked)
  returning lane, token)
select lane, token from kept union all select lane, token from taken`;

const releaseSql = `
update lanes set owner = null, leased_until = '-infinity' where owner = $1::uuid and lane = any($2::smallint[])`;

const holdersSql = `
select l.lane, r.slot from lanes l join relays r on r.instance = l.owner
where r.live_until > now() and l.leased_until > now()`;

@Injectable()
export class PrismaLaneLeases extends LaneLeases {
  constructor(private readonly database: Database) {
    super();
  }

  override async join(instance: string, leaseMs: number): Promise<Standing> {
    const [taken] = await this.database.client.$queryRawUnsafe<readonly { slot: number }[]>(joinSql, instance, leaseMs);
    const [row] = await this.database.client.$queryRawUnsafe<readonly { alive: number }[]>(aliveSql);
    return { slot: taken?.slot ?? null, share: Math.ceil(laneCount / Math.max(1, row?.alive ?? 1)) };
  }

  override async hold(instance: string, share: number, leaseMs: number): Promise<Leases> {
    const rows = await this.database.client.$queryRawUnsafe<readonly { lane: number; token: bigint }[]>(
      holdSql,
      instance,
      share,
      leaseMs,
    );
    return new Map(rows.map(({ lane, token }) => [lane, token]));
  }

  override async release(instance: string, lanes: readonly number[]): Promise<void> {
    await this.database.client.$executeRawUnsafe(releaseSql, instance, lanes);
  }

  override async leave(instance: string): Promise<void> {
    await this.release(
      instance,
      Array.from({ length: laneCount }, (_, lane) => lane),
    );
    await this.database.client.relay.updateMany({
      where: { instance },
      data: { instance: null, liveUntil: new Date(0) },
    });
  }

  override async holders(): Promise<ReadonlyMap<number, number>> {
    const rows = await this.database.client.$queryRawUnsafe<readonly { lane: number; slot: number }[]>(holdersSql);
    return new Map(rows.map(({ lane, slot }) => [lane, slot]));
  }
}

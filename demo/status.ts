import type { Books } from './money.js';
import { moneyRows, moneyText } from './money-text.js';
import type { OrderStateName } from './neighbours/fate.js';
import type { Progress } from './neighbours/reports.js';

/** What the demo shows while it runs. */
export type Status = Progress & {
  readonly elapsedMs: number;
  readonly orders: number | null;
  readonly atRest: Readonly<Record<OrderStateName, number>>;
  readonly judged: number;
  readonly wrong: number;
  /** Orders a second over the last seconds. */
  readonly ordersPerSecond: number;
  /** Null: nothing is paid. */
  readonly money: Books | null;
};

const milliseconds = (value: number | null): string =>
  value === null ? '–' : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

export const latencyText = ({ latency: { p50, p99 } }: Pick<Progress, 'latency'>): string =>
  `p50 ${milliseconds(p50)} · p99 ${milliseconds(p99)}`;

export const restText = (atRest: Status['atRest']): string =>
  Object.entries(atRest)
    .map(([state, count]) => `${state} ${count}`)
    .join(' · ');

function clock(elapsedMs: number): string {
  const seconds = Math.floor(elapsedMs / 1_000);
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

const total = (atRest: Status['atRest']): number => Object.values(atRest).reduce((sum, count) => sum + count, 0);

const checkedText = ({ judged, wrong }: Status): string => `${judged} right${wrong === 0 ? '' : `, ${wrong} WRONG`}`;

/** One line for a log. */
export const statusLine = (status: Status): string =>
  [
    clock(status.elapsedMs),
    `placed ${status.placed}${status.orders === null ? '' : ` of ${status.orders}`}`,
    `at rest ${total(status.atRest)} (${restText(status.atRest)})`,
    `commands ${status.received}`,
    `in flight ${status.inFlight}`,
    `${status.ordersPerSecond.toFixed(1)} orders/s`,
    `event→command ${latencyText(status)}`,
    `checked ${checkedText({ ...status, judged: status.judged - status.wrong })}`,
    ...(status.money === null ? [] : [moneyText(status.money)]),
  ].join(' | ');

/** A small table for a terminal. */
export function statusTable(status: Status): readonly string[] {
  const rows: readonly (readonly [string, string])[] = [
    ['running', clock(status.elapsedMs)],
    ['orders placed', `${status.placed}${status.orders === null ? '' : ` of ${status.orders}`}`],
    ['in flight', String(status.inFlight)],
    ['at rest', `${total(status.atRest)}   ${restText(status.atRest)}`],
    ['commands received', `${status.received}   mails ${status.mails}`],
    ['orders/s', status.ordersPerSecond.toFixed(1)],
    ['event → command', latencyText(status)],
    ['checked', checkedText({ ...status, judged: status.judged - status.wrong })],
    ...(status.money === null ? [] : moneyRows(status.money)),
  ];
  return rows.map(([name, value]) => `  ${name.padEnd(18)} ${value}`);
}

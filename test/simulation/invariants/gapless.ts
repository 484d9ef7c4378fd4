import type { Invariant } from './invariant.js';

const isCounted = (numbers: readonly number[]): boolean => numbers.every((number, index) => number === index + 1);

/** Versions and sequences count from one without a gap, and the row knows the last of each. */
export const gapless: Invariant = {
  name: 'versions and sequences are gapless',
  check: ({ store }) =>
    [...store.orders.values()].flatMap(({ row, events, messages }) => {
      const versions = events.map(({ version }) => version);
      const sequences = messages.map(({ sequence }) => sequence);
      const isWhole =
        isCounted(versions) &&
        isCounted(sequences) &&
        row.version === versions.length &&
        row.outSequence === sequences.length;
      return isWhole
        ? []
        : [
            `order ${row.orderId}: versions ${versions.join(' ')}, sequences ${sequences.join(' ')}, row at ${row.version}`,
          ];
    }),
};

import { setTimeout as pause } from 'node:timers/promises';
import { gate } from '../../store/gate.js';
import { answersLost, blackHole, type Weather } from '../../tools/weather.js';
import type { Proxy } from '../../tools/proxy.js';
import { payers, type Site } from '../site.js';
import { between, type FaultKind, seconds } from './fault.js';

const way = 'way to gateway';
const ways = (site: Site): readonly Proxy[] => payers.map((name) => site.link(name, 'gateway'));

/** What was sent to it meanwhile is done when it wakes, long after its caller has given up. */
const frozen: FaultKind = {
  kind: 'gateway: frozen',
  deal: (random) => {
    const ms = between(random, 3, 8);
    return {
      subjects: ['gateway'],
      details: `for ${seconds(ms)}`,
      strike: async ({ site: { gateway } }) => {
        gateway.process.pause();
        await pause(ms);
        gateway.process.resume();
      },
    };
  },
};

/** As its callers see a crash and a restart with its books in order: connections are cut in the middle, and nobody is there. */
const away: FaultKind = {
  kind: 'gateway: away',
  deal: (random) => {
    const ms = between(random, 3, 8);
    return {
      subjects: ['gateway', way],
      details: `for ${seconds(ms)}`,
      strike: async ({ site }) => {
        for (const proxy of ways(site)) {
          proxy.reset();
          proxy.shut();
        }
        site.gateway.process.pause();
        await pause(ms);
        site.gateway.process.resume();
        for (const proxy of ways(site)) proxy.open();
      },
    };
  },
};

/** The calls gather while their bytes, or the answers to them, hang on the way; then nobody is left who would hear an answer. */
const killedInCalls = (when: 'before' | 'after', hold: (until: Promise<unknown>) => Weather): FaultKind => ({
  kind: `payments: killed ${when} calls arrive`,
  deal: (random) => {
    // Below the deadline of a call.
    const ms = between(random, 0.5, 1.8);
    return {
      subjects: [...payers, way],
      details: `both, with the calls of ${seconds(ms)}`,
      strike: async ({ site }) => {
        const members = payers.map((name) => site.member(name));
        const over = gate();
        for (const proxy of ways(site)) proxy.weather = hold(over.opened);
        await pause(ms);
        await Promise.all(members.map((member) => member.kill()));
        for (const proxy of ways(site)) {
          proxy.reset();
          proxy.weather = null;
        }
        over.open();
        await Promise.all(members.map((member) => member.start()));
      },
    };
  },
});

export const gatewayFaults: readonly FaultKind[] = [
  frozen,
  away,
  killedInCalls('before', blackHole),
  killedInCalls('after', answersLost),
];

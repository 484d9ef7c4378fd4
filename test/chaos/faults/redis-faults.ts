import { setTimeout as pause } from 'node:timers/promises';
import { between, type FaultKind, seconds } from './fault.js';

const subjects = ['redis'];

const flushed: FaultKind = {
  kind: 'Redis: FLUSHALL',
  deal: (random) => {
    const times = 1 + Math.floor(random() * 4);
    return {
      subjects,
      details: `${times} times`,
      strike: async ({ site: { servers } }) => {
        for (let time = 0; time < times; time += 1) {
          await servers.redis.command('FLUSHALL');
          await pause(500);
        }
      },
    };
  },
};

const killed: FaultKind = {
  kind: 'Redis: killed',
  deal: (random) => {
    const ms = between(random, 0, 5);
    return {
      subjects,
      details: `down for ${seconds(ms)}`,
      strike: async ({ site: { servers } }) => {
        await servers.redis.process.end('SIGKILL');
        await pause(ms);
        await servers.redis.process.start();
      },
    };
  },
};

const paused: FaultKind = {
  kind: 'Redis: CLIENT PAUSE',
  deal: (random) => {
    const ms = between(random, 2, 6);
    return {
      subjects,
      details: `for ${seconds(ms)}`,
      strike: async ({ site: { servers } }) => {
        await servers.redis.command('CLIENT', 'PAUSE', String(ms), 'ALL');
        await pause(ms);
      },
    };
  },
};

const frozen: FaultKind = {
  kind: 'Redis: frozen',
  deal: (random) => {
    const ms = between(random, 2, 8);
    return {
      subjects,
      details: `for ${seconds(ms)}`,
      strike: async ({ site: { servers } }) => {
        servers.redis.process.pause();
        await pause(ms);
        servers.redis.process.resume();
      },
    };
  },
};

const full: FaultKind = {
  kind: 'Redis: out of memory',
  deal: (random) => {
    const ms = between(random, 2, 6);
    return {
      subjects,
      details: `for ${seconds(ms)}`,
      strike: async ({ site: { servers } }) => {
        await servers.redis.command('CONFIG', 'SET', 'maxmemory', '1');
        await pause(ms);
        await servers.redis.command('CONFIG', 'SET', 'maxmemory', '0');
      },
    };
  },
};

const disconnected: FaultKind = {
  kind: 'Redis: clients killed',
  deal: (random) => {
    const times = 2 + Math.floor(random() * 4);
    return {
      subjects,
      details: `${times} times`,
      strike: async ({ site: { servers } }) => {
        for (let time = 0; time < times; time += 1) {
          await servers.redis.command('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
          await pause(400);
        }
      },
    };
  },
};

export const redisFaults: readonly FaultKind[] = [flushed, killed, paused, frozen, full, disconnected];

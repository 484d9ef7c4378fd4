import { setTimeout as pause } from 'node:timers/promises';
import { pick, type Random } from '../../../demo/neighbours/random.js';
import { eventually } from '../../tools/eventually.js';
import type { Member, Role } from '../member.js';
import { type MemberName, memberNames } from '../site.js';
import { between, type FaultKind, seconds } from './fault.js';

const byRole = {
  consumer: ['consumer-1', 'consumer-2'],
  relay: ['relay-1', 'relay-2'],
  timers: ['timers'],
  api: ['api'],
  payments: ['payments-1', 'payments-2'],
} as const satisfies Record<Role, readonly [MemberName, ...MemberName[]]>;

const roles = Object.keys(byRole) as readonly Role[];

export const oneOf = (random: Random, role: Role): MemberName => pick<MemberName>(random, byRole[role]);

const killed = (role: Role): FaultKind => ({
  kind: `${role}: killed`,
  deal: (random) => {
    const name = oneOf(random, role);
    const ms = between(random, 0.5, 4);
    return {
      subjects: [name],
      details: `${name}, up again after ${seconds(ms)}`,
      strike: async ({ site }) => {
        await site.member(name).kill();
        await pause(ms);
        await site.member(name).start();
      },
    };
  },
});

const frozen = (role: Role): FaultKind => ({
  kind: `${role}: frozen`,
  deal: (random) => {
    const name = oneOf(random, role);
    // A relay's lease is six seconds: when it wakes, another has its lanes.
    const ms = role === 'relay' ? between(random, 7, 9) : between(random, 3, 7);
    return {
      subjects: [name],
      details: `${name}, for ${seconds(ms)}`,
      strike: async ({ site }) => {
        site.member(name).freeze();
        await pause(ms);
        site.member(name).thaw();
      },
    };
  },
});

const replaced = (role: Role): FaultKind => ({
  kind: `${role}: SIGTERM and start`,
  deal: (random) => {
    const name = oneOf(random, role);
    return {
      subjects: [name],
      details: name,
      strike: async ({ site }) => {
        await site.member(name).terminate();
        await site.member(name).start();
      },
    };
  },
});

const everyoneKilled: FaultKind = {
  kind: 'all: killed at once',
  deal: () => ({
    subjects: memberNames,
    details: 'all eight',
    strike: async ({ site }) => {
      const members = [...site.members.values()];
      await Promise.all(members.map((member) => member.kill()));
      await Promise.all(members.map((member) => member.start()));
    },
  }),
};

/** The next one goes only when this one is there, or when it's clear that it waits for something. */
const readyWithinMs = 20_000;

async function mustBeReady(member: Member): Promise<void> {
  const ready = await member.probe('/health/ready', readyWithinMs);
  if (!ready) throw new Error(`${member.name} is not ready`);
}

const rolling: FaultKind = {
  kind: 'all: replaced one by one',
  deal: () => ({
    subjects: memberNames,
    details: 'all eight, as a deployment does',
    strike: async ({ site }) => {
      for (const member of site.members.values()) {
        await member.terminate();
        await member.start();
        await eventually(() => mustBeReady(member), { within: readyWithinMs }).catch(() => undefined);
      }
    },
  }),
};

const skewed = (role: Role): FaultKind => ({
  kind: `${role}: clock wrong`,
  deal: (random) => {
    const name = oneOf(random, role);
    const shiftMs = pick(random, [3_600_000, -3_600_000, 86_400_000, -30_000]);
    const ms = between(random, 5, 8);
    return {
      subjects: [name],
      details: `${name}, by ${shiftMs / 1_000} s for ${seconds(ms)}`,
      strike: async ({ site }) => {
        const member = site.member(name);
        await member.kill();
        await member.start({ shiftMs });
        await pause(ms);
        await member.kill();
        await member.start();
      },
    };
  },
});

export const processFaults: readonly FaultKind[] = [
  ...roles.map(killed),
  ...roles.map(frozen),
  ...roles.map(replaced),
  ...(['consumer', 'relay', 'timers'] as const).map(skewed),
  everyoneKilled,
  rolling,
];

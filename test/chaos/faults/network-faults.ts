import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../../demo/neighbours/random.js';
import { gate } from '../../store/gate.js';
import type { Proxy } from '../../tools/proxy.js';
import { answersLost, bandwidth, blackHole, latency, slicing, type Weather } from '../../tools/weather.js';
import type { Link } from '../member.js';
import { type MemberName, memberNames, payers } from '../site.js';
import { between, type FaultKind, seconds } from './fault.js';

const links: readonly Link[] = ['postgres', 'redis', 'rabbitmq', 'gateway'];
const serverNames = { postgres: 'PostgreSQL', redis: 'Redis', rabbitmq: 'RabbitMQ', gateway: 'gateway' } as const;

type Hold = (proxies: readonly Proxy[], ms: number) => Promise<void>;

async function under(proxies: readonly Proxy[], weather: Weather, ms: number): Promise<void> {
  for (const proxy of proxies) proxy.weather = weather;
  await pause(ms);
  for (const proxy of proxies) proxy.weather = null;
}

/** Over, with everything that was on its way: late, or not at all where the connections are reset first. */
function lasting(make: (until: Promise<unknown>) => Weather, end: 'late' | 'reset'): Hold {
  return async (proxies, ms) => {
    const over = gate();
    await under(proxies, make(over.opened), ms);
    if (end === 'reset') for (const proxy of proxies) proxy.reset();
    over.open();
  };
}

const weathers: Readonly<Record<string, Hold>> = {
  'slow network': (proxies, ms) => under(proxies, latency({ ms: 120, jitterMs: 100 }), ms),
  'thin line': (proxies, ms) => under(proxies, bandwidth(64 * 1024), ms),
  'sliced packets': (proxies, ms) => under(proxies, slicing, ms),
  'black hole': lasting(blackHole, 'late'),
  'black hole, then reset': lasting(blackHole, 'reset'),
  'answers lost, then reset': lasting(answersLost, 'reset'),
  'connections reset': async (proxies, ms) => {
    for (let left = ms; left > 0; left -= 500) {
      for (const proxy of proxies) proxy.reset();
      await pause(500);
    }
  },
};

/** Everybody's way, or one process's alone. */
function chooseMembers(random: Random, link: Link): readonly MemberName[] {
  const all = link === 'gateway' ? payers : memberNames;
  if (random() < 0.5) return all;
  const one = all[Math.floor(random() * all.length)];
  return one === undefined ? all : [one];
}

const kindOf = (link: Link, weather: string, hold: Hold): FaultKind => ({
  kind: `${serverNames[link]}: ${weather}`,
  deal: (random) => {
    const members = chooseMembers(random, link);
    const ms = between(random, 3, 8);
    return {
      subjects: [`way to ${link}`],
      details: `${members.length === 1 ? members.join() : 'everybody'}, for ${seconds(ms)}`,
      strike: ({ site }) =>
        hold(
          members.map((name) => site.link(name, link)),
          ms,
        ),
    };
  },
});

export const networkFaults: readonly FaultKind[] = links.flatMap((link) =>
  Object.entries(weathers).map(([weather, hold]) => kindOf(link, weather, hold)),
);

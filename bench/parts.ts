import { background } from './background.js';
import { brokerAlone } from './broker/broker-alone.js';
import { brokerInStep } from './broker/broker-in-step.js';
import { closedLoop } from './closed-loop.js';
import { drain } from './drain.js';
import { endToEnd } from './end-to-end.js';
import { growth } from './growth/growth.js';
import { idle } from './idle.js';
import { latency } from './latency.js';
import { limit } from './limit/limit.js';
import type { Part } from './part.js';
import { payments } from './payments.js';
import { peers } from './peers/peers.js';
import { cpu } from './profile/cpu.js';
import { reads } from './reads.js';

/** In the order in which a round measures them: what a ratio is taken to comes first. */
export const parts: readonly Part[] = [
  background,
  limit,
  brokerAlone,
  endToEnd,
  payments,
  closedLoop,
  latency,
  brokerInStep,
  drain,
  reads,
  cpu,
  idle,
  growth,
  peers,
];

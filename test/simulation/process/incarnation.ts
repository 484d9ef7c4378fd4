import type { Owner } from '../engine/scheduler.js';

/** One life of a process, as the scheduler sees it. */
export class Incarnation implements Owner {
  isAlive = true;
  frozenUntil = 0;

  constructor(readonly name: string) {}
}

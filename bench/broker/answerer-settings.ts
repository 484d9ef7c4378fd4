import type { SampleMessage } from '../load/confirm-limit.js';

/** The first message to the answering process. */
export type AnswererSettings = {
  readonly brokerUrl: string;
  /** In front of every exchange and queue name. */
  readonly prefix: string;
  /** What every event is answered with. */
  readonly command: SampleMessage;
};

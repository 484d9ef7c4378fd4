import type { Asking } from './asking.js';
import type { Dispute } from './disputes.js';
import type { Answer } from './http.js';
import type { Operation } from './operation.js';
import type { Script } from './token.js';

/** A webhook's content. */
export type Event = {
  readonly id: string;
  readonly type: string;
  /** Of the operation that it tells of; null: of nothing that anybody waits for. */
  readonly key: string | null;
  readonly body: string;
};

/** What the gateway looks like from outside: whose words and shapes it speaks in. Inside there is one gateway. */
export type Face = {
  readonly signatureHeader: string;
  /** How the object is called that an operation makes. */
  readonly name: (asking: Asking) => string;
  readonly nameDispute: () => string;
  /** What happens to a payment with this method; null where there is no such method. */
  readonly readMethod: (method: string) => Script | null;
  readonly answer: (operation: Operation) => Answer;
  readonly refuse: (fault: string, asking: Asking) => Answer;
  /** Turned away at the door. @param tries with this one */
  readonly busy: (tries: number) => Answer;
  readonly broken: Answer;
  /** What a change of an operation makes it tell, of which the first is what is waited for. */
  readonly eventsOf: (operation: Operation, occurredAt: Date) => readonly Event[];
  /** What a dispute makes it tell, as it stands. */
  readonly disputeEventsOf: (dispute: Dispute, occurredAt: Date) => readonly Event[];
};

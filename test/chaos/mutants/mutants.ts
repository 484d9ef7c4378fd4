/** One fault in one place of the compiled service, put in while a process loads it: nothing of it is in the product. */
export type Mutant = {
  readonly name: string;
  /** What the service then does, as a sentence. */
  readonly does: string;
  /** The kinds of fault, or parts of their names, under which it shows. */
  readonly shownBy: readonly string[];
  /** The compiled file, from dist/. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
};

/** Faults that only real servers show: they are in SQL, or in what the broker is asked for. */
export const mutants: readonly Mutant[] = [
  {
    name: 'unroutable-is-sent',
    does: 'A message that no queue receives counts as sent.',
    shownBy: ['unbound'],
    file: 'src/broker/rabbitmq/outgoing.js',
    find: 'mandatory: to.mayGoUnheard !== true',
    replace: 'mandatory: false',
  },
  {
    name: 'lost-is-confirmed',
    does: 'What a lost connection leaves unconfirmed counts as confirmed.',
    shownBy: ['RabbitMQ: killed', 'RabbitMQ: black hole, then reset'],
    file: 'src/broker/rabbitmq/publishing-session.js',
    find: 'orphan.reject(new BrokerUnavailable({ cause }))',
    replace: 'orphan.resolve()',
  },
  {
    name: 'acknowledged-on-arrival',
    does: 'A delivery is acknowledged before it is committed.',
    shownBy: ['all: killed at once', 'consumer: killed', 'table locked'],
    file: 'src/broker/rabbitmq/consuming-session.js',
    find: 'this.inHand.add(deliveryTag);',
    replace: 'this.inHand.add(deliveryTag); this.acknowledge(deliveryTag);',
  },
  {
    name: 'competing-consumers',
    does: 'Two consumers share the queue.',
    shownBy: ['consumer: frozen'],
    file: 'src/broker/rabbitmq/topology.js',
    find: "'x-single-active-consumer': true",
    replace: "'x-single-active-consumer': false",
  },
  {
    name: 'always-ready',
    does: 'A process calls itself ready whatever its parts say.',
    shownBy: ['PostgreSQL: stopped'],
    file: 'src/platform/readiness.js',
    find: "answers.every(([, answer]) => answer === 'up')",
    replace: 'answers.length >= 0',
  },
  {
    name: 'lost-is-declined',
    does: 'A call of the gateway whose answer is lost counts as declined.',
    shownBy: ['gateway: answers lost, then reset', 'gateway: connections reset'],
    file: 'src/gateway/simulated/read-answer.js',
    find: "{ kind: 'unknown', cause: exchange.cause }",
    replace: "{ kind: 'declined', code: 'other', retry: 'never', gatewayCode: exchange.cause }",
  },
];

export class UnknownMutant extends Error {
  readonly code = 'CHAOS.UNKNOWN_MUTANT';
  constructor(name: string) {
    super(`There is no mutant ${name}; there are ${mutants.map((mutant) => mutant.name).join(', ')}`);
  }
}

/** @throws UnknownMutant */
export function mutantNamed(name: string): Mutant {
  const found = mutants.find((mutant) => mutant.name === name);
  if (found === undefined) throw new UnknownMutant(name);
  return found;
}

/** What a run may suffer. Rates are per call of a port, counts per run; a run has only some of them, see draw-weather. */
export const callFaults = {
  'statement never reached the server': 0.01,
  'statement rolled back, connection lost': 0.01,
  'statement committed, answer lost': 0.02,
  'serialization failure': 0.01,
  deadlock: 0.01,
  'connection fell silent': 0.002,
  'slow answer': 0.04,
  'slow commit': 0.2,
  'process killed at a call': 0.004,
  'process frozen at a call': 0.004,
  'publish lost with its connection': 0.02,
  'confirm lost with its connection': 0.03,
  'confirm late': 0.1,
  'connection to the broker fell silent': 0.01,
  'publish refused once': 0.1,
  'message that the broker refuses for ever': 0.03,
  'message that closes the channel': 0.03,
  'consumer connection lost at a delivery': 0.06,
  'acknowledgement lost with its connection': 0.04,
  'wake-up lost': 0.2,
  'wake-up late': 0.1,
  'wake-up doubled': 0.1,
} as const;

export const plannedFaults = {
  'process killed': 2,
  'process frozen': 2,
  'process drained': 2,
  'database restarted': 1,
  'database slow': 2,
  'broker restarted': 1,
  'queues out of reach': 1,
  'queues lost everything': 2,
  'exchange without a queue': 1,
  'input queue purged': 1,
} as const;

/** These lie in what a run is made of. */
export const conditions = [
  'clock askew',
  'delivery doubled by its neighbour',
  'delivery delayed past a later one',
  'unreadable message',
  'message that the database refuses',
  'timer that the database refuses for a while',
] as const;

/** What others of these bring about: counted, so that it can be seen that they do. */
export const consequences = ['channel closed over a message', 'lease run out'] as const;

/** What a run with payments may suffer beside: rates are per call of the gateway, or per operation that it takes on. */
export const gatewayCallFaults = {
  'process killed before a gateway call': 0.08,
  'process killed in a gateway call': 0.08,
  'process killed after a gateway call': 0.12,
  'gateway refused the connection': 0.12,
  'gateway call never arrived': 0.12,
  'gateway answer lost': 0.16,
  'gateway answer late': 0.12,
  'gateway overloaded': 0.12,
  'gateway broken after the effect': 0.1,
  'gateway declined for now': 0.12,
  'gateway declined for good': 0.06,
  'gateway took its time': 0.2,
  'gateway asked the customer first': 0.12,
  'gateway did another amount': 0.03,
  'refund failed later': 0.2,
  'webhook doubled': 0.25,
  'webhook late': 0.25,
} as const;

export const plannedGatewayFaults = { 'gateway out of reach': 2 } as const;

/** These lie in what a run with payments is made of. */
export const paymentConditions = [
  'gateway without scruples',
  'key repeated',
  'holds that end soon',
  'captures disputed',
] as const;

export type GatewayCallFault = keyof typeof gatewayCallFaults;
export type CallFault = keyof typeof callFaults | GatewayCallFault;
export type PlannedFault = keyof typeof plannedFaults;
export type PaymentFault = GatewayCallFault | keyof typeof plannedGatewayFaults | (typeof paymentConditions)[number];
export type FaultKind =
  CallFault | PlannedFault | PaymentFault | (typeof conditions)[number] | (typeof consequences)[number];

export const faultKinds: readonly FaultKind[] = [
  ...(Object.keys(callFaults) as readonly FaultKind[]),
  ...(Object.keys(plannedFaults) as readonly PlannedFault[]),
  ...conditions,
];

export const paymentFaultKinds: readonly PaymentFault[] = [
  ...(Object.keys(gatewayCallFaults) as readonly GatewayCallFault[]),
  ...(Object.keys(plannedGatewayFaults) as readonly PaymentFault[]),
  ...paymentConditions,
];

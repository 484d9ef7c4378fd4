import { isTerminal } from './state-machine-lines.js';
import { statuses, transitions } from './state-machine.js';

/** Everything, the ignored inputs with their reasons too, for programs. */
export const stateMachineJson = (): string =>
  JSON.stringify(
    {
      name: 'Order',
      states: statuses.map((name) => ({
        name,
        initial: name === 'None',
        hidden: name === 'None' || name === 'Awaiting',
        terminal: isTerminal(name),
      })),
      transitions: transitions(),
    },
    null,
    2,
  );

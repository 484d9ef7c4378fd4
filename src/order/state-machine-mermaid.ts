import { isTerminal, labelOf, lines } from './state-machine-lines.js';
import { statuses } from './state-machine.js';
import type { Status } from './state.js';

const nodeOf = (status: Status): string => (status === 'None' ? '[*]' : status);

/** Mermaid, `stateDiagram-v2`. */
export const stateMachineMermaid = (): string =>
  [
    'stateDiagram-v2',
    '  state "Awaiting (hidden)" as Awaiting',
    ...lines().map((line) => `  ${nodeOf(line.from)} --> ${nodeOf(line.to)} : ${labelOf(line)}`),
    ...statuses.filter(isTerminal).map((status) => `  ${status} --> [*]`),
    '',
  ].join('\n');

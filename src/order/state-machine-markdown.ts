import { type Line, lines } from './state-machine-lines.js';
import { stateMachineMermaid } from './state-machine-mermaid.js';

const rowOf = ({ from, inputs, when, to, effect, timers }: Line): string =>
  `| ${[from === 'None' ? 'none' : from, inputs.join(', '), when.join(', ') || '–', to, effect, timers.join(' or ')].join(' | ')} |`;

/** The rows in which something happens, and one for all the others. */
export const stateMachineTable = (): string =>
  [
    '| state | input | when | next | publishes | timer |',
    '|---|---|---|---|---|---|',
    ...lines().map(rowOf),
    '| any | anything else | – | unchanged | nothing: ignored, with a named reason | kept |',
    '',
  ].join('\n');

/** The drawing as a Markdown block. */
export const stateMachineFence = (): string => `\`\`\`mermaid\n${stateMachineMermaid()}\`\`\`\n`;

/** What stands in the README between its two markers. */
export const stateMachineSection = (): string => `${stateMachineFence()}\n${stateMachineTable()}`;

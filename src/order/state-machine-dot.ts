import { isTerminal, labelOf, lines } from './state-machine-lines.js';
import { statuses } from './state-machine.js';
import type { Status } from './state.js';

function attributesOf(status: Status): string {
  if (status === 'None') return ' [shape=point, width=0.2]';
  if (status === 'Awaiting') return ' [label="Awaiting\\n(hidden)", style="rounded,dashed"]';
  return isTerminal(status) ? ' [peripheries=2]' : '';
}

/** Graphviz. */
export const stateMachineDot = (): string =>
  [
    'digraph Order {',
    '  rankdir=LR;',
    '  node [shape=box, style=rounded, fontname="Helvetica"];',
    '  edge [fontname="Helvetica", fontsize=10];',
    ...statuses.map((status) => `  ${status}${attributesOf(status)};`),
    ...lines().map((line) => `  ${line.from} -> ${line.to} [label="${labelOf(line)}"];`),
    '}',
    '',
  ].join('\n');

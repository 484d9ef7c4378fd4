import { describe, expect, it } from '@jest/globals';
import { stateMachineDot } from '../../src/order/state-machine-dot.js';
import { stateMachineJson } from '../../src/order/state-machine-json.js';
import { stateMachineTable } from '../../src/order/state-machine-markdown.js';
import { stateMachineMermaid } from '../../src/order/state-machine-mermaid.js';
import { inputTypes, movingTransitions, statuses, transitions } from '../../src/order/state-machine.js';

const table = transitions();
const early = 'BasketDeleted, BasketDeletedFailed, OrderCompleted, OrderCancelled';

// The rows of the brief, with the two hidden ones split: the first early event sets the wait, a later one keeps it.
const rows = [
  `none | UserCheckedOut | – | Placed | PlaceOrder | set to the retry timeout`,
  `none | ${early} | – | Awaiting | deferred until the checkout | set to the checkout wait`,
  `Awaiting | UserCheckedOut | – | Placed | PlaceOrder, then what waited | set to the retry timeout`,
  `Awaiting | ${early} | – | Awaiting | deferred until the checkout | kept or set to the checkout wait`,
  `Awaiting | CheckoutWaitElapsed | events wait, timer current | Awaiting | what waited goes to the dead letters | cleared`,
  `Placed | BasketDeleted | basket not deleted | Placed | DeleteBasketComplete | cleared`,
  `Placed | BasketDeletedFailed | basket not deleted | Failed | DeleteBasketFailed | cleared`,
  `Placed | OrderCompleted | – | Completed | CompleteOrder if e-mail known | cleared`,
  `Placed | OrderCancelled | – | Cancelled | CancelOrder if e-mail known | cleared`,
  `Placed | TimeoutElapsed | basket not deleted, timer current, attempts remain | Placed | PlaceOrder | set to the retry timeout`,
  `Placed | TimeoutElapsed | basket not deleted, timer current, last attempt | Failed | CancelOrder if e-mail known | cleared`,
  `any | anything else | – | unchanged | nothing: ignored, with a named reason | kept`,
];

describe("the state machine's table", () => {
  it('is the one of the brief, row by row', () => {
    expect(stateMachineTable().trimEnd().split('\n').slice(2)).toEqual(rows.map((row) => `| ${row} |`));
  });

  it('answers every input in every status, and gives a reason exactly where it ignores', () => {
    for (const from of statuses)
      for (const input of inputTypes)
        expect(table.filter((row) => row.from === from && row.input === input)).not.toHaveLength(0);
    for (const row of table) expect(row.reason !== null).toBe(row.outcome === 'ignored');
  });

  it('lets no terminal order move, publish, or touch its timer', () => {
    const rest = table.filter(({ from }) => from === 'Completed' || from === 'Cancelled' || from === 'Failed');
    expect(rest).toHaveLength(3 * inputTypes.length);
    for (const row of rest)
      expect(row).toMatchObject({ to: row.from, publishes: [], timer: 'kept', outcome: 'ignored', when: [] });
  });

  it('publishes the two notifications only where an e-mail is known', () => {
    const notifying = movingTransitions().filter(({ publishes }) =>
      publishes.some((command) => command === 'CompleteOrder' || command === 'CancelOrder'),
    );
    expect(notifying.map(({ input, when }) => [input, when.at(-1)])).toEqual([
      ['OrderCompleted', 'e-mail known'],
      ['OrderCancelled', 'e-mail known'],
      ['TimeoutElapsed', 'e-mail known'],
    ]);
  });
});

describe("the state machine's drawings", () => {
  const arrow = 'Placed | OrderCompleted / CompleteOrder if e-mail known | Completed';

  it('has the same arrows in DOT and in Mermaid', () => {
    const dot = [...stateMachineDot().matchAll(/^ {2}(\w+) -> (\w+) \[label="([^"]*)"\];$/gm)];
    const mermaid = [...stateMachineMermaid().matchAll(/^ {2}(\S+) --> (\w+) : ([^:;"\n]*)$/gm)];
    const drawn = (found: readonly RegExpMatchArray[]) =>
      found.map(
        ([, from, to, label]) => `${from === '[*]' ? 'None' : String(from)} | ${String(label)} | ${String(to)}`,
      );
    expect(drawn(dot)).toHaveLength(rows.length - 1);
    expect(drawn(mermaid)).toEqual(drawn(dot));
    expect(drawn(dot)).toContain(arrow);
  });

  it('marks the hidden state and the terminal ones', () => {
    expect(stateMachineDot()).toMatch(/^digraph Order \{/);
    expect(stateMachineDot()).toContain('Awaiting [label="Awaiting\\n(hidden)", style="rounded,dashed"];');
    expect(stateMachineMermaid()).toMatch(/^stateDiagram-v2\n/);
    expect(stateMachineMermaid()).toContain('  state "Awaiting (hidden)" as Awaiting\n');
    for (const terminal of ['Completed', 'Cancelled', 'Failed']) {
      expect(stateMachineDot()).toContain(`  ${terminal} [peripheries=2];`);
      expect(stateMachineMermaid()).toContain(`  ${terminal} --> [*]\n`);
    }
  });

  it('is complete in JSON: states, and all transitions with their reasons', () => {
    const parsed: unknown = JSON.parse(stateMachineJson());
    expect(parsed).toEqual({
      name: 'Order',
      states: [
        { name: 'None', initial: true, hidden: true, terminal: false },
        { name: 'Awaiting', initial: false, hidden: true, terminal: false },
        { name: 'Placed', initial: false, hidden: false, terminal: false },
        { name: 'Completed', initial: false, hidden: false, terminal: true },
        { name: 'Cancelled', initial: false, hidden: false, terminal: true },
        { name: 'Failed', initial: false, hidden: false, terminal: true },
      ],
      transitions: table,
    });
  });
});

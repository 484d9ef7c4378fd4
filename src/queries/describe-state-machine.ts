import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { stateMachineDot } from '../order/state-machine-dot.js';
import { stateMachineJson } from '../order/state-machine-json.js';
import { stateMachineMermaid } from '../order/state-machine-mermaid.js';

export const stateMachineFormats = ['Dot', 'Mermaid', 'Json'] as const;
export type StateMachineFormat = (typeof stateMachineFormats)[number];

// Drawn once: the rules are code, and asking all of them takes milliseconds.
const drawings = new Map<StateMachineFormat, string>();
const draw = {
  Dot: stateMachineDot,
  Mermaid: stateMachineMermaid,
  Json: stateMachineJson,
} as const satisfies Record<StateMachineFormat, () => string>;

/** The rules of an order, drawn from the code that decides. */
export class DescribeStateMachine extends Query<string> {
  constructor(readonly format: StateMachineFormat) {
    super();
  }
}

@QueryHandler(DescribeStateMachine)
export class DescribeStateMachineHandler implements IQueryHandler<DescribeStateMachine> {
  execute({ format }: DescribeStateMachine): Promise<string> {
    const drawing = drawings.get(format) ?? draw[format]();
    drawings.set(format, drawing);
    return Promise.resolve(drawing);
  }
}

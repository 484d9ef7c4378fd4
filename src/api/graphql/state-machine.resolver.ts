import { QueryBus } from '@nestjs/cqrs';
import { Args, Query, registerEnumType, Resolver } from '@nestjs/graphql';
import { DescribeStateMachine, type StateMachineFormat } from '../../queries/describe-state-machine.js';

const Format = {
  DOT: 'Dot',
  MERMAID: 'Mermaid',
  JSON: 'Json',
} as const satisfies Record<Uppercase<StateMachineFormat>, StateMachineFormat>;
registerEnumType(Format, { name: 'StateMachineFormat' });

@Resolver()
export class StateMachineResolver {
  constructor(private readonly queries: QueryBus) {}

  @Query(() => String, { description: 'The rules of an order, printed from the code that decides.' })
  stateMachine(
    @Args('format', { type: () => Format, defaultValue: Format.DOT }) format: StateMachineFormat,
  ): Promise<string> {
    return this.queries.execute(new DescribeStateMachine(format));
  }
}

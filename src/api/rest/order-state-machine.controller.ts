import { Controller, Get, Headers, NotAcceptableException, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { DescribeStateMachine, type StateMachineFormat } from '../../queries/describe-state-machine.js';
import type { Reply } from '../http-server.js';
import { chooseMediaType } from './media-type.js';
import { DescribeStateMachineRoute } from './order-state-machine.openapi.js';
import { noQuery, Parsed } from './parsed.js';
import { type StateMachineMediaType, stateMachineMediaTypes } from './state-machine-media-types.js';

const formats = {
  'text/vnd.graphviz': 'Dot',
  'application/json': 'Json',
  'text/vnd.mermaid': 'Mermaid',
  'text/markdown': 'Mermaid',
} as const satisfies Record<StateMachineMediaType, StateMachineFormat>;

@Controller('api/v1/order-state-machine')
export class OrderStateMachineController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @DescribeStateMachineRoute()
  async describe(
    @Query(new Parsed(noQuery)) _none: unknown,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<string> {
    const mediaType = chooseMediaType(accept ?? '*/*', stateMachineMediaTypes);
    reply.header('vary', 'accept');
    if (mediaType === null)
      throw new NotAcceptableException(`The state machine comes as ${stateMachineMediaTypes.join(', ')}`);
    const drawing = await this.queries.execute(new DescribeStateMachine(formats[mediaType]));
    reply.header('content-type', `${mediaType}; charset=utf-8`);
    return mediaType === 'text/markdown' ? `\`\`\`mermaid\n${drawing}\`\`\`\n` : drawing;
  }
}

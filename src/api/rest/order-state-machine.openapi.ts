import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { internalErrorResponse, problemResponse, ref } from './describe.js';
import { stateMachineMediaTypes } from './state-machine-media-types.js';

const path = '/api/v1/order-state-machine';

const drawing = (example: string) => ({ schema: { type: 'string' }, example });

export const DescribeStateMachineRoute = (): MethodDecorator =>
  applyDecorators(
    ApiTags('Order state machine'),
    ApiOperation({
      operationId: 'getOrderStateMachine',
      summary: 'The rules of an order, printed from the code that decides; `Accept` chooses the form',
    }),
    ApiOkResponse({
      description: 'The state machine.',
      content: {
        'text/vnd.graphviz': drawing('digraph Order {\n  Placed -> Completed;\n}\n'),
        'application/json': { schema: ref('StateMachine') },
        'text/vnd.mermaid': drawing('stateDiagram-v2\n  Placed --> Completed\n'),
        'text/markdown': drawing('```mermaid\nstateDiagram-v2\n  Placed --> Completed\n```\n'),
      },
    }),
    problemResponse(
      {
        type: 'about:blank',
        title: 'Bad Request',
        status: 400,
        detail: 'format is not a parameter of this request',
        instance: path,
        errors: { format: ['is not a parameter of this request'] },
      },
      'It takes no parameters.',
    ),
    problemResponse(
      {
        type: 'about:blank',
        title: 'Not Acceptable',
        status: 406,
        detail: `The state machine comes as ${stateMachineMediaTypes.join(', ')}`,
        instance: path,
      },
      'None of the forms is acceptable.',
    ),
    internalErrorResponse(path),
  );

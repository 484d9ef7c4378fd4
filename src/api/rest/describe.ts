import { ApiResponse } from '@nestjs/swagger';
import { type Problem, problemMediaType } from './problem.js';

export const ref = (schema: string) => ({ $ref: `#/components/schemas/${schema}` });

export const listOf = (schema: string, example: object) => ({
  schema: { type: 'array', items: ref(schema) },
  example: [example],
});

export const exampleOrderId = '0197a1b2-c3d4-7e5f-8a6b-9c0d1e2f3a4b';

/** A refusal, with an example of what it looks like. */
export const problemResponse = (example: Problem, description: string): MethodDecorator =>
  ApiResponse({
    status: example.status,
    description,
    content: { [problemMediaType]: { schema: ref('Problem'), example } },
  });

export const invalidResponse = (instance: string, field: string, rule: string): MethodDecorator =>
  problemResponse(
    {
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      detail: `${field} ${rule}`,
      instance,
      errors: { [field]: [rule] },
    },
    'What was sent is malformed, out of bounds, unknown, missing, or given more than once. `errors` names each.',
  );

export const internalErrorResponse = (instance: string): MethodDecorator =>
  problemResponse(
    { type: 'about:blank', title: 'Internal Server Error', status: 500, instance },
    'It failed for reasons of its own; the log of the service has them.',
  );

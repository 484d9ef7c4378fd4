import { applyDecorators } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import { largestPageSize } from '../../queries/numbered-page.js';

/** The headers of a numbered page. */
export const pageHeaders = (path: string) =>
  ({
    'Pagination-Count': {
      description: 'How many there are on all pages.',
      schema: { type: 'integer', minimum: 0 },
    },
    Link: {
      description: 'RFC 8288: first, self, previous, next, last, with commas between; the other parameters are kept.',
      schema: { type: 'string' },
      example: `<${path}?pageIndex=2&pageSize=20>;rel=next`,
    },
  }) as const;

export const pageParameters = (): MethodDecorator =>
  applyDecorators(
    ApiQuery({ name: 'pageIndex', required: false, schema: { type: 'integer', minimum: 1, default: 1 } }),
    ApiQuery({
      name: 'pageSize',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: largestPageSize, default: 20 },
    }),
  );

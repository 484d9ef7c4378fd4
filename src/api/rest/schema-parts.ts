import type { OpenAPIObject } from '@nestjs/swagger';

export type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

export const uuid = { type: 'string', format: 'uuid' };
export const moment = { type: 'string', format: 'date-time' };
export const text = { type: 'string' };
export const currencyCode = { ...text, ...{ pattern: '^[A-Z]{3}$', description: 'ISO 4217 code.' } };

export const orNull = (schema: { readonly type: string }) => ({ ...schema, type: [schema.type, 'null'] });
export const whole = (minimum: number) => ({ type: 'integer', minimum });
export const oneOf = (words: readonly string[]) => ({ type: 'string', enum: [...words] });
export const decimal = (description: string) => ({ ...text, ...{ pattern: String.raw`^\d+(\.\d+)?$`, description } });
export const signedDecimal = (description: string) => ({
  ...text,
  ...{ pattern: String.raw`^-?\d+(\.\d+)?$`, description },
});

export const closed = <P extends Schemas>(description: string, properties: P) => ({
  type: 'object',
  description,
  required: Object.keys(properties),
  properties,
  additionalProperties: false,
});

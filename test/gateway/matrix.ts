import { readFileSync } from 'node:fs';

type Asked = {
  readonly case: string;
  readonly token: string;
  /** What the first call comes to. */
  readonly outcome: string;
  /** What the same call comes to, made again. */
  readonly again: string;
  readonly after?: { readonly hours: number; readonly lookUp: string };
  /** All effects on the order's money in the gateway's own books. */
  readonly truth: readonly string[];
};

export type OperationCell = Asked & {
  readonly operation: 'authorize' | 'capture' | 'void' | 'refund';
  /** What a look-up says between the two calls. */
  readonly lookUp: string;
  /** What webhooks tell of the operation, in the order in which they come. */
  readonly webhooks: readonly string[];
};

export type LookUpCell = Asked & { readonly operation: 'look_up'; readonly of: 'authorize' | 'refund' };

export type EmptyCell = { readonly operation: string; readonly case: string; readonly none: string };

export type Cell = OperationCell | LookUpCell | EmptyCell;

export type Matrix = {
  readonly cells: readonly Cell[];
  readonly declines: readonly { readonly gatewayCode: string; readonly outcome: string }[];
};

export const matrix = JSON.parse(readFileSync(new URL('matrix.json', import.meta.url), 'utf8')) as Matrix;

export const isEmpty = (cell: Matrix['cells'][number]): cell is EmptyCell => 'none' in cell;
export const isLookUp = (cell: Matrix['cells'][number]): cell is LookUpCell => 'of' in cell;
export const isOperation = (cell: Matrix['cells'][number]): cell is OperationCell => 'webhooks' in cell;

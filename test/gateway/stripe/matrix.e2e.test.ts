import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { describeMatrix } from '../matrix-suite.js';
import { type Cell, matrix, type Matrix } from '../matrix.js';
import { stripe } from '../subject.js';

type Difference = Partial<Cell> & Pick<Cell, 'operation' | 'case'>;

/** What is otherwise with Stripe, cell by cell; where a cell isn't in it, the two gateways do the same. */
const differences = JSON.parse(readFileSync(new URL('differences.json', import.meta.url), 'utf8')) as {
  readonly cells: readonly Difference[];
  readonly declines: Matrix['declines'];
};

const nameOf = ({ operation, case: name }: Difference): string => `${operation} ${name}`;
const different = new Map(differences.cells.map((difference) => [nameOf(difference), difference]));

const cells = matrix.cells.map((cell): Cell => {
  const difference = different.get(nameOf(cell));
  return (difference !== undefined && 'none' in difference ? difference : { ...cell, ...difference }) as Cell;
});

it('says nothing of a cell that there is not, and nothing that is not otherwise', () => {
  const base = new Map(matrix.cells.map((cell) => [nameOf(cell), cell]));
  const idle = differences.cells.filter((difference) => {
    const cell = base.get(nameOf(difference));
    return cell === undefined || JSON.stringify({ ...cell, ...difference }) === JSON.stringify(cell);
  });
  expect(idle).toEqual([]);
});

describeMatrix(stripe, { cells, declines: differences.declines });

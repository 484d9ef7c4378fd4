import { mutants } from './mutants.js';

/** docs/mutants.md. */
export const mutantsTable = (): string =>
  [
    '# The mutants: proof that the proofs can fail',
    '',
    '`npm run simulate -- --mutants` puts each of these faults into one place of the compiled code while it is loaded, and runs the',
    'simulation until the invariant named here notices. A fault in a file of `test/simulation/store` stands for one in the SQL,',
    'which that file repeats; the differential test holds the two together. Where faults have to meet for a mutant to show, its runs',
    'have these at four times their rates. Printed from `test/simulation/mutants`, and proven by `test/simulation/mutants.e2e`.',
    '',
    '| mutant | what the service then does | caught by |',
    '| --- | --- | --- |',
    ...mutants.map(
      ({ name, does, caughtBy, file, amid }) =>
        `| \`${name}\`, ${fileName(file)} | ${does} | ${caughtBy}${amid === undefined ? '' : `; amid ${amid.join(' and ')}`} |`,
    ),
    '',
  ].join('\n');

const fileName = (file: string): string => `\`${file.replace(/\.js$/, '.ts')}\``;

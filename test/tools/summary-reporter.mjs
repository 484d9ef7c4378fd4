/**
 * Prints the whole run's totals as the very last line: `N passed, N failed`, and `, N skipped` if there are any.
 * Jest's own summary comes after every custom reporter's turn, so the line waits until the process exits.
 */
export default class SummaryReporter {
  #results;

  constructor() {
    process.once('exit', () => {
      if (this.#results !== undefined) process.stdout.write(`${totals(this.#results)}\n`);
    });
  }

  onRunComplete(_contexts, results) {
    this.#results = results;
  }
}

function totals(results) {
  const skipped = results.numPendingTests + results.numTodoTests;
  return `${results.numPassedTests} passed, ${failures(results)} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** A file that could not be loaded, or whose clean-up threw, has no failing test of its own, yet the run has failed. */
function failures(results) {
  const perFile = results.testResults.map((file) => Math.max(file.numFailingTests, file.testExecError ? 1 : 0));
  const failed = perFile.reduce((sum, count) => sum + count, 0);
  return failed === 0 && !results.success ? 1 : failed;
}

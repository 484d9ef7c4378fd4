/** Tells `run-jest.mjs` the whole run's totals: Jest's own summary comes after every custom reporter's turn. */
export default class SummaryReporter {
  onRunComplete(_contexts, results) {
    return new Promise((resolve, reject) => {
      process.send(totals(results), (error) => (error ? reject(error) : resolve()));
    });
  }
}

const totals = (results) => ({
  passed: results.numPassedTests,
  failed: failures(results),
  skipped: results.numPendingTests + results.numTodoTests,
});

/** A file that could not be loaded, or whose clean-up threw, has no failing test of its own, yet the run has failed. */
function failures({ testResults }) {
  const perFile = testResults.map((file) => Math.max(file.numFailingTests, file.testExecError ? 1 : 0));
  return perFile.reduce((sum, count) => sum + count, 0);
}

// @ts-check

/**
 * By shape, not by class: in a test runner's sandbox Node's errors are no instances of the sandbox's own Error and Object.
 * @param {unknown} error
 * @returns {string | undefined}
 */
export function errorCode(error) {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}

/** The AMQP reply code of an error that the broker raised, such as 406 (PRECONDITION_FAILED); undefined for any other error. */
export function replyCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'number' ? error.code : undefined;
}

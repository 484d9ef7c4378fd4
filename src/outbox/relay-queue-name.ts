/** The BullMQ queue on which the relay of a slot is woken. */
export const relayQueueName = (slot: number): string => `relay-${String(slot)}`;

/** A JSON object of the document. */
export type Node = Readonly<Record<string, unknown>>;

export const reference = (...path: readonly string[]): Node => ({ $ref: `#/${path.join('/')}` });

export const schemaReference = (name: string): Node => reference('components', 'schemas', name);

/** The name under which one type's message in one format stands in the document. */
export const messageName = (name: string, form: MessageForm): string => `${name}.${form}`;

export type MessageForm = 'MassTransit' | 'CloudEvents' | 'CloudEventsBinary';

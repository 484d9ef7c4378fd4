/** In the order of preference: whoever takes anything gets the first. */
export const stateMachineMediaTypes = [
  'text/vnd.graphviz',
  'application/json',
  'text/vnd.mermaid',
  'text/markdown',
] as const;

export type StateMachineMediaType = (typeof stateMachineMediaTypes)[number];

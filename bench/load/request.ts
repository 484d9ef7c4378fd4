import type { LoadTasks } from './tasks.js';

export type Request = { readonly id: number; readonly task: keyof LoadTasks; readonly args: readonly unknown[] };

export type Reply = { readonly id: number } & ({ readonly answer: unknown } | { readonly fault: string });

const limits = [
  ['0-1', 1],
  ['2-3', 3],
  ['4-7', 7],
] as const;

/** In days. */
export const ageings = ['0-1', '2-3', '4-7', '>7'] as const;
export type Ageing = (typeof ageings)[number];

export const ageingOf = (days: number): Ageing => limits.find(([, most]) => days <= most)?.[0] ?? '>7';

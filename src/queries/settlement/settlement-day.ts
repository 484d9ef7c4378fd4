const dayMs = 86_400_000;

/** A calendar day in UTC. */
export type Day = { readonly text: string; readonly from: Date; readonly to: Date };

export const dayRule = 'must be a day such as 2026-07-01';

/** Null where it isn't one, as `2026-02-30`. */
export function readDay(text: string): Day | null {
  const from = new Date(/^[1-9]\d{3}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : Number.NaN);
  // JavaScript takes 30 February for 1 March.
  if (Number.isNaN(from.getTime()) || from.toISOString().slice(0, 10) !== text) return null;
  return { text, from, to: new Date(from.getTime() + dayMs) };
}

/** Whole days that a time lies before a day: 0 for one on the day itself. */
export const daysBefore = (day: Day, time: Date): number =>
  Math.floor(day.from.getTime() / dayMs) - Math.floor(time.getTime() / dayMs);

const moment = /^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

export const momentForm = 'an ISO 8601 date and time with its offset, such as "2026-07-01T12:00:00Z"';

/** PostgreSQL's and JavaScript's calendars agree on these years; beyond them a text means different things to the two. */
const inRange = (date: Date): boolean => date.getUTCFullYear() >= 1000 && date.getUTCFullYear() <= 9999;

/** JavaScript takes 30 February for 1 March: the day has to come out as it went in. */
const isRealDay = (raw: string): boolean =>
  new Date(`${raw.slice(0, 10)}T00:00Z`).toISOString().slice(0, 10) === raw.slice(0, 10);

/** Null where the text is no moment. */
export function readMoment(raw: string): Date | null {
  const date = moment.test(raw) ? new Date(raw) : new Date(Number.NaN);
  return !Number.isNaN(date.getTime()) && inRange(date) && isRealDay(raw) ? date : null;
}

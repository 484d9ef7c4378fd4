const clockTime = /^(?:(\d{1,4})\.)?(\d{1,2}):([0-5]?\d):([0-5]?\d)(?:\.(\d{1,7}))?$/;
const iso8601 = /^P(?=.)(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,3}))?S)?)?$/;

const milliseconds = (days = '0', hours = '0', minutes = '0', seconds = '0', fraction = '') =>
  (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 +
  Number(fraction.padEnd(3, '0').slice(0, 3));

/**
 * Reads a duration as the .NET service's settings write it (`hh:mm:ss`, `d.hh:mm:ss`) or as ISO 8601 does (`PT30M`).
 * @returns milliseconds, or null when `raw` is neither.
 */
export function parseDuration(raw: string): number | null {
  const match = clockTime.exec(raw) ?? iso8601.exec(raw);
  if (match === null) return null;
  const [, days, hours, minutes, seconds, fraction] = match;
  return milliseconds(days, hours, minutes, seconds, fraction);
}

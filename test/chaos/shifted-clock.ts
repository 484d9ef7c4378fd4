const shiftMs = Number(process.env['CHAOS_CLOCK_SHIFT_MS'] ?? 0);

/** A process whose wall clock is wrong; what measures intervals goes right, as on a machine whose clock was set. */
if (shiftMs !== 0) {
  const RealDate = Date;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args: readonly unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [target.now() + shiftMs] : args, newTarget) as Date,
    get: (target, name) => (name === 'now' ? () => target.now() + shiftMs : (Reflect.get(target, name) as unknown)),
  });
}

declare const brand: unique symbol;

/** A value of `Base` that only its own constructor may make: two brands never mix by accident. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };

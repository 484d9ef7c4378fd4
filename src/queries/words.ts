/** The words of a union, as a list. Every one stands there by name: the compiler asks for a new one. */
export const words = <Word extends string>(all: Readonly<Record<Word, true>>): readonly Word[] =>
  Object.keys(all) as Word[];

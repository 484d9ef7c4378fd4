/** What a form says, with its names in brackets read as paths: `metadata[order_id]=…&expand[0]=…`. */
export type Form = { readonly [name: string]: string | Form };

type Growing = { [name: string]: string | Growing };

export function readForm(text: string): Form {
  const form: Growing = Object.create(null) as Growing;
  for (const [name, value] of new URLSearchParams(text)) place(form, name.split(/\[|\]\[|\]/).filter(Boolean), value);
  return form;
}

function place(into: Growing, [name = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    into[name] = value;
    return;
  }
  const known = into[name];
  const inner: Growing = typeof known === 'object' ? known : (Object.create(null) as Growing);
  into[name] = inner;
  place(inner, rest, value);
}

/** The values of `expand[0]`, `expand[1]`, … */
export const listIn = (form: Form, name: string): readonly string[] => {
  const items = form[name];
  return typeof items === 'object' ? Object.values(items).filter((item) => typeof item === 'string') : [];
};

import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';

/** A message as a test took it off a broker. */
export type Captured = {
  readonly exchange: string;
  readonly contentType: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
};

type Reference = { readonly $ref: string };
type Channel = { readonly address: string; readonly messages: Readonly<Record<string, Reference>> };
type Message = { readonly contentType?: string; readonly payload: object; readonly headers?: object };
type Document = {
  readonly channels: Readonly<Record<string, Channel>>;
  readonly components: { readonly messages: Readonly<Record<string, Message>> };
};

/** The committed document, as a reader from outside would get it. */
export const committedFile = new URL('../../asyncapi.yaml', import.meta.url);
export const committedText = readFileSync(committedFile, 'utf8');
const document = parse(committedText) as Document;

const ajv = new Ajv({ allErrors: true, strict: false, validateSchema: false });
ajv.addFormat('uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i);
ajv.addFormat('date-time', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/);
ajv.addFormat('uri', /^[a-z][a-z0-9+.-]*:\S+$/i);
ajv.addFormat('uri-reference', /^\S+$/);
// Not the whole document: AsyncAPI's own `id` isn't JSON Schema's.
ajv.addSchema({ components: document.components }, 'asyncapi');

const compiled = new Map<string, ValidateFunction>();

function validator(pointer: string): ValidateFunction {
  const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `asyncapi#${pointer}` });
  compiled.set(pointer, validate);
  return validate;
}

function violations(what: string, pointer: string, value: unknown): readonly string[] {
  const validate = validator(pointer);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${what}${instancePath}: ${message ?? 'invalid'}`);
}

const media = (contentType: string | null): string => (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** What the document says against a captured message: nothing, if it fits. */
export function validateAgainstAsyncApi(captured: Captured): readonly string[] {
  const channel = Object.values(document.channels).find(({ address }) => address === captured.exchange);
  if (channel === undefined) return [`no channel has the address ${captured.exchange}`];
  const keys = Object.keys(channel.messages).filter((key) => {
    const contentType = document.components.messages[key]?.contentType;
    return contentType === undefined || contentType === media(captured.contentType);
  });
  const found = keys.map((key) => violationsOf(key, captured));
  if (found.length === 0)
    return [`${captured.exchange} has no message of the content type ${String(captured.contentType)}`];
  return found.some((each) => each.length === 0) ? [] : found.flat();
}

function violationsOf(key: string, { headers, body }: Captured): readonly string[] {
  const pointer = `/components/messages/${key}`;
  const inHeaders =
    document.components.messages[key]?.headers === undefined
      ? []
      : violations('headers', `${pointer}/headers`, headers);
  // Only dead letters have no content type: their bytes are whatever came.
  if (document.components.messages[key]?.contentType === undefined) return inHeaders;
  return [...inHeaders, ...violations('payload', `${pointer}/payload`, JSON.parse(body.toString()))];
}

/** Every example of the document, as a message that one might capture. */
export const examples = (): readonly (Captured & { readonly message: string })[] =>
  Object.entries(document.channels).flatMap(([, { address, messages }]) =>
    Object.keys(messages).flatMap((key) => {
      const { contentType = null, examples: of = [] } = document.components.messages[key] as Message & {
        readonly examples?: readonly {
          readonly headers?: Readonly<Record<string, string>>;
          readonly payload: unknown;
        }[];
      };
      return of.map(({ headers = {}, payload }) => ({
        message: key,
        exchange: address,
        contentType,
        headers,
        body: JSON.stringify(payload),
      }));
    }),
  );

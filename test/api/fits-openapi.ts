import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Answer } from './api-under-test.js';

type MediaTypes = Readonly<Record<string, { readonly schema: object }>>;
type Operation = {
  readonly responses: Readonly<Record<string, { readonly content: MediaTypes; readonly headers?: object }>>;
};
type Document = {
  readonly paths: Readonly<Record<string, { readonly get?: Operation; readonly post?: Operation }>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
};

/** What is wrong with an answer by the committed OpenAPI document; empty where it fits. */
export async function faultsByOpenApi(
  path: string,
  answer: Answer,
  method: 'get' | 'post' = 'get',
): Promise<readonly string[]> {
  const document = JSON.parse(await readFile(new URL('../../openapi.json', import.meta.url), 'utf8')) as Document;
  const response = document.paths[path]?.[method]?.responses[String(answer.status)];
  if (response === undefined) return [`${path} does not document the status ${String(answer.status)}`];
  const missing = Object.keys(response.headers ?? {}).filter((name) => answer.headers.get(name) === null);
  return missing.length > 0
    ? [`The headers ${missing.join(', ')} are missing`]
    : faultsOfBody(document, response, answer);
}

function faultsOfBody(
  { components }: Document,
  { content: contents }: Operation['responses'][string],
  { headers, body, text }: Answer,
): readonly string[] {
  const [mediaType = ''] = (headers.get('content-type') ?? '').split(';');
  const content = contents[mediaType];
  if (content === undefined) return [`The media type ${mediaType} is not documented`];
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const validate = ajv.compile({ ...content.schema, components });
  if (validate(body ?? text)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${String(message)}`);
}

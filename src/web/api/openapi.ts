import { z } from 'zod';
import type { Messages } from '../../messages/index.ts';
import { FAULT_CODES, statusOf } from './faults.ts';
import { isRequired, PARAMETERS, type ParameterName } from './parameters.ts';
import type { Asked, Route } from './route.ts';
import { faultShape, named } from './shapes.ts';

type Schema = Readonly<Record<string, unknown>>;

const SCHEMAS = '#/components/schemas/';

/** A reference to a shape; throws for one that `called` gave no name. */
function schemaOf(shape: z.ZodType): Schema {
  const id = named.get(shape)?.id;
  if (id === undefined) throw new Error('a shape without a name');
  return { $ref: `${SCHEMAS}${id}` };
}

/** Without the marks of a document of its own. */
function bare({ $schema: _schema, $id: _id, ...schema }: Schema): Schema {
  return schema;
}

function components(): Schema {
  const { schemas } = z.toJSONSchema(named, { uri: (name) => `${SCHEMAS}${name}` });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, bare(schema)]));
}

function queryParameter(name: ParameterName, example: string | undefined, m: Messages): Schema {
  const { schema } = PARAMETERS[name];
  return {
    name,
    in: 'query',
    required: isRequired(name),
    description: m.web.parameters[name],
    schema,
    ...(example === undefined ? {} : { example: schema['type'] === 'integer' ? Number(example) : example }),
  };
}

function pathParameters(path: string, example: string | undefined, m: Messages): Schema[] {
  const [provider, offer] = (example ?? '').split('/');
  return [...path.matchAll(/\{(provider|offer)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    description: name === 'offer' ? m.web.paths.offer : m.web.paths.provider,
    schema: { type: 'string' },
    example: name === 'offer' ? offer : provider,
  }));
}

function content(route: Route): Schema {
  if (route.shape !== null) return { schema: schemaOf(route.shape) };
  if (route.type === 'application/json') return { schema: { type: 'object' } };
  return route.type === 'image/png' ? {} : { schema: { type: 'string' } };
}

/** The refusals of the API, by the name of their status. */
function refusals(m: Messages): Schema {
  const body = { 'application/json': { schema: schemaOf(faultShape) } };
  const statuses = [...new Set(FAULT_CODES.map(statusOf))].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => {
      const codes = FAULT_CODES.filter((code) => statusOf(code) === status);
      return [`Fault${status}`, { description: m.web.refused(codes.join(', ')), content: body }];
    }),
  );
}

/** The refusals that a route may answer with. */
function refusalsOf(route: Route, path: string): Schema {
  const named = path.includes('{') || route.query.some((name) => name === 'provider' || name === 'subject');
  const statuses = [400, ...(named ? [404] : []), 414, 429, 500, 503];
  return Object.fromEntries(
    statuses.map((status) => [String(status), { $ref: `#/components/responses/Fault${status}` }]),
  );
}

/** The description of the API in OpenAPI 3.1, made from the same definitions as its routes. */
export function describe(routes: readonly Route[], { m, base }: Pick<Asked, 'm' | 'base'>): Schema {
  const operation = (route: Route, { path, example }: Route['paths'][number], at: number): Schema => ({
    operationId: at === 0 ? route.name : `${route.name}_${at + 1}`,
    summary: m.web.routes[route.name],
    parameters: [
      ...pathParameters(path, example, m),
      ...route.query.map((name) => queryParameter(name, route.example?.[name], m)),
    ],
    responses: {
      200: { description: m.web.answered, content: { [route.type]: content(route) } },
      304: { description: m.web.unchanged },
      ...refusalsOf(route, path),
    },
  });
  return {
    openapi: '3.1.1',
    info: {
      title: 'Vigie',
      version: '1',
      description: m.web.description,
      license: { name: 'CC BY 4.0', identifier: 'CC-BY-4.0' },
    },
    servers: [{ url: base === '' ? '/' : base }],
    paths: Object.fromEntries(
      routes.flatMap((route) => route.paths.map((one, at) => [one.path, { get: operation(route, one, at) }])),
    ),
    components: { schemas: components(), responses: refusals(m) },
  };
}

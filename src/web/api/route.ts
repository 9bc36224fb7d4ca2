import type { z } from 'zod';
import type { Lang } from '../../domain/language.ts';
import type { Day } from '../../domain/period.ts';
import type { Picture, Theme } from '../../domain/picture.ts';
import type { AsOf } from '../../domain/statement.ts';
import type { Messages } from '../../messages/index.ts';
import type { DatasetRecord } from '../../queries.ts';
import type { ParameterName, Values } from './parameters.ts';

/** Where the API's paths begin; a change that breaks readers gets another number. */
export const API = '/api/v1';

/** What an answer is made from, besides the query. */
export type Asked = {
  readonly record: DatasetRecord;
  /** The UTC day. */
  readonly today: Day;
  readonly lang: Lang;
  readonly m: Messages;
  /** The subject that the path names; empty where it names none. The record has it. */
  readonly id: string;
  /** Put before the paths of this port: `https://vigie.example.org`, or empty where the address is not known. */
  readonly base: string;
  /** The whole dataset as text. */
  readonly dataset: (record: DatasetRecord, format: 'json' | 'csv' | 'yaml') => string;
};

/** A picture as an answer: it is drawn where the painter is. */
export type Undrawn = { readonly draw: 'svg' | 'png'; readonly picture: Picture; readonly theme: Theme };

export type Body = string | Uint8Array;

/** A way in. From one definition come the router, the reading of the query and the description. */
export type Route<P extends ParameterName = ParameterName> = {
  /** The key of its words in `messages.web.routes`. */
  readonly name: keyof Messages['web']['routes'];
  /** As OpenAPI writes paths; each with a subject that it can be tried with, where it has one. */
  readonly paths: readonly { readonly path: string; readonly example?: string }[];
  readonly query: readonly P[];
  /** The query of the example in the description. */
  readonly example?: { readonly [K in P]?: string };
  /** Media type without its charset. */
  readonly type: string;
  /** The shape of the JSON; null for other types. */
  readonly shape: z.ZodType | null;
  /** The name of the file to keep it as, without folder; null where it is read, not kept. */
  readonly file: ((values: Values<P>, asked: Asked) => string) | null;
  /** True where a browser is to keep it rather than to show it. */
  readonly attached?: boolean;
  /** True where the body tells on what day it was made, so that it is never the same for long. */
  readonly dated?: boolean;
  /** Throws `ApiFault`. */
  readonly answer: (values: Values<P>, asked: Asked) => Body | Undrawn | Promise<Body | Undrawn>;
};

/** Defines a route; the names of its parameters give the answer its types. */
export function route<const P extends ParameterName>(definition: Route<P>): Route {
  return definition as unknown as Route;
}

/** The parameters of a world, in the order in which they are described. */
export const WORLD = ['as-of', 'known-on', 'recorded-on'] as const;

/** The world that a query names; without `as-of`, the earliest of the other days, else today. */
export function worldOf(values: Values, today: Day): AsOf {
  const knownOn = values['known-on'] ?? null;
  const recordedOn = values['recorded-on'] ?? null;
  const then = [knownOn, recordedOn].filter((day) => day !== null).sort()[0];
  return { asOf: values['as-of'] ?? then ?? today, knownOn, recordedOn };
}

/** True for an answer that no later day and no later news changes: the record as it was on a day that is over. */
export function isSettled(values: Values, today: Day): boolean {
  const recordedOn = values['recorded-on'];
  return recordedOn !== undefined && recordedOn < today;
}

/** A subject's id as part of a file's name. */
export const fileId = (id: string): string => id.replaceAll('/', '-');

export const JSON_TYPE = 'application/json';

/** JSON in one line, ended. */
export const json = (data: unknown): string => `${JSON.stringify(data)}\n`;

/** The two forms of a path that ends in a subject: a provider's, and an offer's. */
export function ofSubject(before: string, after = ''): Route['paths'] {
  return [
    { path: `${before}/{provider}${after}`, example: 's3ns' },
    { path: `${before}/{provider}/{offer}${after}`, example: 's3ns/premi3ns' },
  ];
}

import { nearestNames } from '../../domain/text.ts';
import type { Fault } from '../fault.ts';
import type { Loaded } from '../load.ts';
import { faultAt } from './report.ts';

type Told = Pick<Fault, 'code' | 'problem' | 'remedy'> & { readonly key: string };

/** Links are https: an old page known by http is cited by its https address. */
function isLink(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'https:';
}

function unknownPublisher(id: string, key: string, known: readonly string[]): Told {
  const [near] = nearestNames(id, known, 1);
  const add = `add to publishers.yaml: ${id}: {name, reliability, reason}`;
  return {
    code: 'unknown_publisher',
    key,
    problem: `no publisher ${id}`,
    remedy: near ? `Write ${near} instead, or ${add}.` : `Correct the id, or ${add}.`,
  };
}

function linkFaults(url: string, publisher: string, hosts: readonly string[]): Told[] {
  if (!isLink(url)) {
    const https = url.replace(/^http:/, 'https:');
    const remedy = isLink(https) ? `Write ${https}.` : 'Give the https address, or null with via.';
    return [{ code: 'bad_link', key: 'url', problem: `not an https link: ${url}`, remedy }];
  }
  const { hostname } = new URL(url);
  if (hosts.length === 0 || hosts.includes(hostname)) return [];
  return [
    {
      code: 'foreign_link',
      key: 'url',
      problem: `${hostname} is no host of ${publisher}`,
      remedy: `Name the publisher of that page, or add ${hostname} to hosts: of ${publisher} in publishers.yaml.`,
    },
  ];
}

/** Sources: known publishers, links that lead to them, and how a page was read when there is no link. Each once. */
export function sourceFaults(loaded: Loaded): Fault[] {
  const publishers = new Map(loaded.publishers.map((publisher) => [publisher.id, publisher]));
  const ids = [...publishers.keys()];
  // Without publishers nothing can be said of them but that their file cannot be read, which is told already.
  if (ids.length === 0) return [];
  return [...loaded.forms].flatMap(([file, form]) =>
    Object.entries(form.sources).flatMap(([name, { publisher, origin, url, via }]) => {
      const unknown = (['publisher', 'origin'] as const).flatMap((key): Told[] => {
        const id = key === 'publisher' ? publisher : origin;
        return id === undefined || publishers.has(id) ? [] : [unknownPublisher(id, key, ids)];
      });
      const links = url === null ? [] : linkFaults(url, publisher, publishers.get(publisher)?.hosts ?? []);
      // What this record notes on comparing its sources has no page of its own.
      const blind = url === null && via === undefined && publisher !== 'vigie';
      const none: Told = {
        code: 'no_via',
        key: 'url',
        problem: 'neither a link nor a word on how it was read',
        remedy: 'Add url: with the https address, or via: with how it was read.',
      };
      return [...unknown, ...links, ...(blind ? [none] : [])].map(({ key, ...what }) =>
        faultAt(loaded, file, ['sources', name, key], what),
      );
    }),
  );
}

/** A host of two publishers would make two of one. */
export function hostFaults(loaded: Loaded): Fault[] {
  const taken = new Map<string, string>();
  return loaded.publishers.flatMap(({ id, hosts }) =>
    hosts.flatMap((host): Fault[] => {
      const holder = taken.get(host);
      taken.set(host, holder ?? id);
      if (holder === undefined) return [];
      return [
        faultAt(loaded, 'publishers.yaml', ['publishers', id, 'hosts'], {
          code: 'duplicate_host',
          problem: `${host} also belongs to ${holder}`,
          remedy: 'Keep the host with one of the two.',
        }),
      ];
    }),
  );
}

import { Resolver as Dns, type LookupAddress, lookup } from 'node:dns';
import type { Resolver } from '../guard.ts';

/** How long a name server may take, in milliseconds, and how often it is asked. */
const TIMEOUT_MS = 2_500;
const TRIES = 2;

/**
 * Asks the name servers of this machine, as many questions side by side as there are. The system's own way (`lookup`)
 * answers two at a time for the whole process: two names whose servers are silent would hold up every other. It is
 * asked where the servers know no such name, for it knows further sources (`/etc/hosts` among them) and answers soon then.
 */
export function createNames(servers?: readonly string[]): Resolver {
  const dns = new Dns({ timeout: TIMEOUT_MS, tries: TRIES });
  if (servers !== undefined) dns.setServers(servers);

  const ask = (name: string, family: 4 | 6): Promise<LookupAddress[] | NodeJS.ErrnoException> =>
    new Promise((resolve) => {
      const heard = (error: NodeJS.ErrnoException | null, addresses: string[]): void =>
        resolve(error ?? addresses.map((address) => ({ address, family })));
      if (family === 4) dns.resolve4(name, heard);
      else dns.resolve6(name, heard);
    });

  return (hostname, options, callback) => {
    if (/(?:^|\.)localhost$/i.test(hostname)) return lookup(hostname, options, callback);
    const families = ([4, 6] as const).filter((one) => options.family === 0 || options.family === one);
    void Promise.all(families.map((family) => ask(hostname, family))).then((answers) => {
      const addresses = answers.flatMap((answer) => (answer instanceof Error ? [] : answer));
      const silent = answers.find((answer) => answer instanceof Error && answer.code === 'ETIMEOUT');
      if (addresses.length > 0) callback(null, addresses);
      else if (silent instanceof Error) callback(silent, []);
      else lookup(hostname, options, callback);
    });
  };
}

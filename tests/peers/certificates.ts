import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';

/** A key and its certificate, both PEM. */
export type Identity = { readonly key: string; readonly cert: string };

// The few pieces of DER that an X.509 certificate needs.
const tlv = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const size: number[] = [];
  for (let rest = body.length; rest > 0; rest >>= 8) size.unshift(rest & 0xff);
  const length = body.length < 0x80 ? [body.length] : [0x80 | size.length, ...size];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
};
const sequence = (...parts: readonly Buffer[]) => tlv(0x30, ...parts);
const set = (...parts: readonly Buffer[]) => tlv(0x31, ...parts);
const integer = (value: Buffer) => tlv(0x02, value);
const oid = (...bytes: readonly number[]) => tlv(0x06, Buffer.from(bytes));
const octets = (body: Buffer) => tlv(0x04, body);
const bits = (body: Buffer) => tlv(0x03, Buffer.from([0]), body);
const yes = tlv(0x01, Buffer.from([0xff]));
const time = (text: string) => tlv(0x18, Buffer.from(text));
const name = (text: string) => sequence(set(sequence(oid(0x55, 0x04, 0x03), tlv(0x0c, Buffer.from(text)))));

const ECDSA_SHA256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
const BASIC_CONSTRAINTS = oid(0x55, 0x1d, 0x13);
const SUBJECT_ALT_NAME = oid(0x55, 0x1d, 0x11);

type Subject = { readonly name: string; readonly hosts: readonly string[]; readonly authority: boolean };

function certificate(subject: Subject, subjectKey: KeyObject, issuer: string, issuerKey: KeyObject): string {
  const publicKey = subjectKey.export({ type: 'spki', format: 'der' });
  const serial = createHash('sha256').update(publicKey).digest().subarray(0, 8);
  const names = subject.hosts.map((host) =>
    /^[\d.]+$/.test(host) ? tlv(0x87, Buffer.from(host.split('.').map(Number))) : tlv(0x82, Buffer.from(host)),
  );
  const extensions = [
    sequence(BASIC_CONSTRAINTS, yes, octets(subject.authority ? sequence(yes) : sequence())),
    ...(names.length === 0 ? [] : [sequence(SUBJECT_ALT_NAME, octets(sequence(...names)))]),
  ];
  const body = sequence(
    tlv(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([0x01]), serial])),
    ECDSA_SHA256,
    name(issuer),
    sequence(time('20200101000000Z'), time('20991231235959Z')),
    name(subject.name),
    publicKey,
    tlv(0xa3, sequence(...extensions)),
  );
  const whole = sequence(body, ECDSA_SHA256, bits(sign('sha256', body, issuerKey)));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** A certificate authority of our own, and a server certificate for `hosts` (names or IPv4) that it signed. */
export function makeCertificates(hosts: readonly string[]): { readonly authority: string; readonly server: Identity } {
  const root = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const leaf = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  // A name of its own: two authorities of one name in one trust store are mistaken for each other.
  const authority = `Vigie test authority ${randomUUID()}`;
  return {
    authority: certificate({ name: authority, hosts: [], authority: true }, root.publicKey, authority, root.privateKey),
    server: {
      cert: certificate({ name: 'peer', hosts, authority: false }, leaf.publicKey, authority, root.privateKey),
      key: leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    },
  };
}

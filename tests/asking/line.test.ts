import { describe, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import { parseLine } from '../../src/asking/line.ts';

const names = ['offer', 'watch', 'why', 'status', 'help'];
const parse = (line: string) => {
  const parsed = parseLine(line, commands, names);
  return 'code' in parsed ? parsed : { command: parsed.command.name, raw: parsed.raw };
};

describe('a line as people type it', () => {
  test.each([
    ['/offer bleu', 'offer', { subject: 'bleu' }],
    ['offre bleu', 'offer', { subject: 'bleu' }],
    ['/vigie offre bleu', 'offer', { subject: 'bleu' }],
    ['/vigie /offer bleu', 'offer', { subject: 'bleu' }],
    ['/OFFRE  Bleu ', 'offer', { subject: 'Bleu' }],
    ['/offer bleu as-of:2022-06-30', 'offer', { subject: 'bleu', asOf: '2022-06-30' }],
    ['/offer as-of:2022-06-30 bleu', 'offer', { subject: 'bleu', asOf: '2022-06-30' }],
    ['/offer bleu asof:2022', 'offer', { subject: 'bleu', asOf: '2022' }],
    [
      '/offre bleu au:"30 juin 2022" connu-le:2023',
      'offer',
      { subject: 'bleu', asOf: '30 juin 2022', knownOn: '2023' },
    ],
    ['/offre bleu au : 2022-06', 'offer', { subject: 'bleu', asOf: '2022-06' }],
    ['/offre « cloud temple »', 'offer', { subject: 'cloud temple' }],
    ['/offre “hosted private cloud”', 'offer', { subject: 'hosted private cloud' }],
    ['/chercher "cloud de confiance" bleu', 'search', { text: '"cloud de confiance" bleu' }],
    [
      '/search « cloud de confiance » offre:"cloud temple"',
      'search',
      { text: '"cloud de confiance"', subject: 'cloud temple' },
    ],
    ['/compare "cloud temple" bleu', 'compare', { a: '"cloud temple" bleu' }],
    ['/why https://example.org/a?b=c:d', 'why', { what: 'https://example.org/a?b=c:d' }],
    ['/why story:s0123', 'why', { what: 'story:s0123' }],
    ['/watch providers:bleu,s3ns min:reported', 'watch', { providers: 'bleu,s3ns', min: 'reported' }],
    ['/watch providers: bleu, s3ns min:reported', 'watch', { providers: 'bleu,s3ns', min: 'reported' }],
    [
      '/watch providers:bleu , "cloud temple", s3ns all',
      'watch',
      { providers: 'bleu,cloud temple,s3ns', preset: 'all' },
    ],
    ['/suivre fournisseurs:bleu silence:22:00-07:00', 'watch', { providers: 'bleu', quiet: '22:00-07:00' }],
    ['/ne-plus-suivre', 'unwatch', {}],
    ['/état', 'status', {}],
  ])('%s', (line, command, raw) => {
    expect(parse(line)).toEqual({ command, raw });
  });
});

describe('what cannot be read is named', () => {
  test('a misspelt command gets the nearest', () => {
    expect(parse('/ofer bleu')).toMatchObject({ code: 'unknown_command', given: 'ofer', nearest: ['offer'] });
  });
  test('nothing at all', () => {
    expect(parse('')).toMatchObject({ code: 'unknown_command', given: '' });
    expect(parse('/vigie')).toMatchObject({ code: 'unknown_command', given: '' });
  });
  test('a misspelt option is not taken for a word of the subject', () => {
    expect(parse('/offer bleu knwon-on:2022')).toMatchObject({ code: 'unknown_option', given: 'knwon-on' });
  });
  test('words for a command that takes none', () => {
    expect(parse('/status now')).toMatchObject({ code: 'too_many_words', given: 'now' });
  });
  test('an open quotation mark', () => {
    expect(parse('/offer "bleu')).toEqual({ code: 'quotes' });
  });
  test('a line longer than any question', () => {
    expect(parse(`/offer ${'x'.repeat(2_000)}`)).toEqual({ code: 'too_long', max: 1_000 });
  });
});

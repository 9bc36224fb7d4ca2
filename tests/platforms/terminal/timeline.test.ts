import { expect, test } from 'vitest';
import type { Lane, Mark, Stretch, TimelinePicture } from '../../../src/domain/picture.ts';
import { drawTimeline } from '../../../src/platforms/terminal/timeline.ts';
import { PICTURE } from '../../peers/carrying.ts';
import { fc } from '../../property.ts';

const plain = (width: number) => ({ colour: false, width });

function picture(more: Partial<TimelinePicture>): TimelinePicture {
  return { ...PICTURE, ...more };
}

const lane = (marks: Mark[], stretches: Stretch[] = []): Lane => ({ label: 'Voie', stretches, marks });
const mark = (from: string, to: string, more: Partial<Mark> = {}): Mark => ({
  at: { from, to },
  label: 'un jour',
  tone: 'neutral',
  shape: 'event',
  ...more,
});

test('lanes stand under one axis with the day asked about, bars darker the higher the step, and a legend', () => {
  expect(drawTimeline(PICTURE, plain(78))).toEqual([
    '                                                                22 nov. 2026 ▼',
    '            2021   2022        2023        2024        2025        2026',
    '            ├──────┬───────────┬───────────┬───────────┬───────────┬──────────',
    'Commercial  ░ annoncé ░░░░░░░░░░░░░░░░░░░░░░█ lancé █████████████████████████▷',
    '                                            ● lancement                      ┊',
    '                                                                             ┊',
    'Promesses                ···························├──✕ qualification fin 20…',
    '                                                                             ┊',
    '● événement   ✕ échéance non tenue   ▷ se poursuit',
    '├─ signe large : un jour de cette période',
  ]);
});

test('on a narrow terminal names of lanes stand over them, and words under their sign', () => {
  expect(drawTimeline(PICTURE, plain(40))).toEqual([
    '                          22 nov. 2026 ▼',
    '    2022    2023   2024   2025   2026',
    '────┬───────┬──────┬──────┬──────┬──────',
    'Commercial                             ┊',
    '░ annoncé ░░░░░░░░░█ lancé ████████████▷',
    '                   ● lancement         ┊',
    'Promesses                              ┊',
    '        ················├─✕            ┊',
    '        ╰ qualification fin 2024       ┊',
    '● événement   ✕ échéance non tenue',
    '▷ se poursuit',
    '├─ signe large : un jour de cette',
    'période',
  ]);
});

test('the axis is as fine as its labels have room', () => {
  const labels = (from: string, to: string, width = 78) =>
    (drawTimeline(picture({ shown: { from, to }, day: { at: to, label: 'x' } }), plain(width))[1] ?? '')
      .trim()
      .split(/\s+/);
  expect(labels('2026-01-01', '2026-06-30')).toEqual(['2026', 'févr.', 'mars', 'avr.', 'mai', 'juin']);
  expect(labels('2025-01-01', '2026-12-31')).toEqual(['2025', 'T2', 'T3', 'T4', '2026', 'T2', 'T3', 'T4']);
  expect(labels('2021-05-27', '2026-12-31', 40)).toEqual(['2022', '2023', '2024', '2025', '2026']);
  expect(labels('1990-01-01', '2026-12-31', 40)).toEqual(['1990', '2000', '2010', '2020']);
});

/** The rows of one lane, without axis and legend. */
function rowsOf(drawn: Lane, more: Partial<TimelinePicture> = {}, width = 78): string[] {
  const shown = { from: '2024-01-01', to: '2025-12-31' };
  const rows = drawTimeline(
    picture({ shown, day: { at: '2025-07-01', label: 'x' }, lanes: [drawn], ...more }),
    plain(width),
  );
  return rows.slice(
    3,
    rows.findIndex((row) => /^[●◇◆✕■?▷├]/.test(row)),
  );
}

test('words stand on the side of a sign that has room, and marks share a row where they do not touch', () => {
  const [early, late] = [
    mark('2024-02-01', '2024-02-01', { label: 'tôt' }),
    mark('2025-12-20', '2025-12-20', { label: 'tard' }),
  ];
  expect(rowsOf(lane([early, late]))).toEqual([
    'Voie     ● tôt                                             ┊           tard ●',
    '                                                           ┊',
  ]);
  const beside = mark('2024-02-10', '2024-02-10', { label: 'aussitôt' });
  expect(rowsOf(lane([early, beside])).map((row) => row.replace('┊', '').trimEnd())).toEqual([
    'Voie     ● tôt',
    '         ● aussitôt',
    '',
  ]);
});

test('a promise shows since when, and the days it may stand for; each shape has its own sign', () => {
  const promise = (shape: Mark['shape']) =>
    rowsOf(lane([mark('2024-07-01', '2024-12-31', { shape, since: '2024-03-01', label: 'fin' })]))[0]?.replace(
      /\s*┊.*/,
      '',
    );
  expect(promise('due')).toBe('Voie       ············├─────────────────◇ fin');
  expect(promise('kept')).toContain('─◆ fin');
  expect(promise('missed')).toContain('─✕ fin');
  expect(promise('end')).toContain('─■ fin');
  expect(promise('weak')).toContain('├╌╌╌╌╌');
});

test('what still holds ends with an arrow at the day asked about, what ended ends where it did', () => {
  const stretch = { from: '2024-01-01', label: 'a', tone: 'good', height: 1 } as const;
  expect(rowsOf(lane([], [{ ...stretch, to: null }]))[0]).toMatch(/^Voie {2}█ a █+▷$/);
  expect(rowsOf(lane([], [{ ...stretch, to: '2024-06-30' }]))[0]).toMatch(/^Voie {2}█ a █+ +┊$/);
  expect(rowsOf(lane([], [{ ...stretch, begun: '2024-06-30', to: null }]))[0]).toMatch(/^Voie {2}░ a ░+█+▷$/);
});

test('a lane without anything says so, and so does a picture without lanes', () => {
  expect(rowsOf(lane([]))[0]).toContain('Rien n’est connu pour cette période.');
  expect(drawTimeline(picture({ lanes: [] }), plain(60)).at(-1)).toBe('Rien n’est connu pour cette période.');
});

test('colours tell the tone, and only where they are shown', () => {
  const marks = [mark('2024-05-01', '2024-05-01', { tone: 'bad', shape: 'missed' })];
  const drawn = (colour: boolean) => drawTimeline(picture({ lanes: [lane(marks)] }), { colour, width: 80 }).join('\n');
  expect(drawn(true)).toContain('\u001b[31m✕\u001b[0m un jour');
  expect(drawn(false)).not.toContain('\u001b');
});

const DAY = fc
  .date({ min: new Date('2015-01-01'), max: new Date('2032-12-31'), noInvalidDate: true })
  .map((d) => d.toISOString().slice(0, 10));
const DAYS = fc.tuple(DAY, DAY).map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a }));
const TONE = fc.constantFrom('neutral', 'good', 'warn', 'bad', 'rumour' as const);
const WORDS = fc.string({ unit: 'binary', maxLength: 90 });
const MARK = fc.record({
  at: DAYS,
  label: WORDS,
  tone: TONE,
  shape: fc.constantFrom('event', 'due', 'kept', 'missed', 'end', 'weak' as const),
});
const STRETCH = fc
  .record({
    days: DAYS,
    open: fc.boolean(),
    label: WORDS,
    tone: TONE,
    height: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ days, open, ...rest }) => ({ ...rest, from: days.from, to: open ? null : days.to }));

test('whatever the picture, no row is wider than the terminal and nothing in it acts', () => {
  const lanes = fc.array(
    fc.record({
      label: WORDS,
      marks: fc.array(MARK, { maxLength: 8 }),
      stretches: fc.array(STRETCH, { maxLength: 4 }),
    }),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(lanes, DAYS, DAY, fc.integer({ min: 20, max: 130 }), (made, shown, at, width) => {
      const rows = drawTimeline(picture({ lanes: made, shown, day: { at, label: 'le jour' } }), plain(width));
      for (const row of rows) {
        expect(Array.from(row).length).toBeLessThanOrEqual(width);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: looking for exactly these
        expect(row).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }
    }),
  );
});

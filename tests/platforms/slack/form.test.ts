import { expect, test } from 'vitest';
import type { Field, Form } from '../../../src/domain/view.ts';
import { errorsOf, modalOf, originOf, valuesOf } from '../../../src/platforms/slack/form.ts';
import { viewViolations } from '../../peers/slack/limits.ts';
import { fc } from '../../property.ts';

const origin = { command: 'watch', channel: { space: 'T1', channel: 'C1' }, responseUrl: 'https://hooks.example/x' };
const label = fc.oneof(fc.string({ maxLength: 100 }), fc.constantFrom('&<'.repeat(900), 'x'.repeat(2500)));
const option = fc.record({ value: fc.oneof(fc.string({ maxLength: 40 }), fc.constant('v'.repeat(200))), label });
const fields: fc.Arbitrary<Field[]> = fc
  .array(
    fc.oneof(
      fc.record({ kind: fc.constant('text' as const), label, hint: label, value: fc.string({ maxLength: 3500 }) }),
      fc.record({
        kind: fc.constant('select' as const),
        label,
        multiple: fc.boolean(),
        options: fc.array(option, { maxLength: 260, size: 'max' }),
        value: fc.array(fc.string({ maxLength: 3 })),
      }),
    ),
    { maxLength: 12 },
  )
  .map((all) => all.map((field, i): Field => ({ ...field, option: `o${i}` })));

test('whatever the form holds, Slack would open it', () => {
  fc.assert(
    fc.property(fields, label, (all, title) => {
      const form: Form = { command: 'watch', title, submit: title, fields: all };
      expect(viewViolations(modalOf(form, origin))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('a modal tells where it was opened, and nothing else counts as one', () => {
  const modal = modalOf({ command: 'watch', title: 'T', submit: 'S', fields: [] }, origin);
  expect(originOf(modal.private_metadata ?? '')).toEqual(origin);
  expect(originOf('')).toBeNull();
  expect(originOf('{"other":1}')).toBeNull();
});

test('values come back by option; what was emptied is told as empty', () => {
  expect(
    valuesOf({
      providers: { value: { type: 'multi_static_select', selected_options: [{ value: 'bleu' }, { value: 's3ns' }] } },
      min: { value: { type: 'static_select', selected_option: { value: 'reported' } } },
      mode: { value: { type: 'static_select', selected_option: null } },
      quiet: { value: { type: 'plain_text_input', value: ' 22:00-07:00 ' } },
      zone: { value: { type: 'plain_text_input', value: null } },
      none: { value: { type: 'multi_static_select', selected_options: [] } },
    }),
  ).toEqual({ providers: ['bleu', 's3ns'], min: 'reported', quiet: '22:00-07:00', mode: '', zone: '', none: [] });
});

test('a fault without a field of its own stands at the first', () => {
  expect(errorsOf({ b: 'wrong', elsewhere: 'also' }, ['a', 'b'])).toEqual({ b: 'wrong', a: 'also' });
});

import type { PictureWords } from '../../domain/picture.ts';

const monthFormat = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' });

/** Words of axes and signs in pictures. Short: they stand beside a sign. */
export const picture: PictureWords = {
  months: Array.from({ length: 12 }, (_, month) => monthFormat.format(new Date(Date.UTC(2024, month, 1)))),
  quarters: ['Q1', 'Q2', 'Q3', 'Q4'],
  nothing: 'Nothing is known for this time.',
  signs: {
    event: 'event',
    due: 'promised for then',
    kept: 'promise kept',
    missed: 'due date not met',
    end: 'end',
    weak: 'claim without sufficient proof',
  },
  open: 'goes on',
  wide: 'wide sign: on some day of that period',
  claimed: 'claimed, without sufficient proof',
};

import fc from 'fast-check';

/**
 * Property tests, with a seed that is always the same: a run says something about the change at hand, not about luck.
 * To hunt for cases that no run has met, give another one: `VIGIE_SEED=42 npm test`, or `VIGIE_SEED=random`.
 */
const wish = process.env['VIGIE_SEED'] ?? '';
if (wish !== 'random') fc.configureGlobal({ seed: wish === '' ? 20_210_517 : Number(wish) });

export { fc };

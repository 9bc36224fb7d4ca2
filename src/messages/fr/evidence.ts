import type { Messages } from '../en/index.ts';

export const evidence: Messages['evidence'] = {
  title: 'evidence',
};

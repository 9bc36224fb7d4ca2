import type { Messages } from '../en/index.ts';

export const web: Messages['web'] = {
  title: 'web',
};

import type { Messages } from '../en/index.ts';

export const board: Messages['board'] = {
  title: 'board',
};

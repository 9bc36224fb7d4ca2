import type { TimelinePicture } from '../../src/domain/picture.ts';
import type { Block, View, ViewFile } from '../../src/domain/view.ts';
import { messagesOf } from '../../src/messages/index.ts';

/** Views with pictures and files, as the commands make them. */

export const PICTURE: TimelinePicture = {
  kind: 'timeline',
  title: 'Bleu : chronologie',
  shown: { from: '2021-05-01', to: '2026-11-22' },
  day: { at: '2026-11-22', label: '22 nov. 2026' },
  lanes: [
    {
      label: 'Commercial',
      stretches: [
        { from: '2021-05-27', to: '2024-01-15', label: 'annoncé', tone: 'neutral', height: 0.2 },
        { from: '2024-01-15', to: null, label: 'lancé', tone: 'good', height: 0.8 },
      ],
      marks: [
        {
          at: { from: '2024-01-15', to: '2024-01-15' },
          label: 'lancement',
          tone: 'good',
          shape: 'event',
        },
      ],
    },
    {
      label: 'Promesses',
      stretches: [],
      marks: [
        {
          at: { from: '2024-10-01', to: '2024-12-31' },
          label: 'qualification fin 2024',
          tone: 'bad',
          shape: 'missed',
          since: '2022-06-22',
        },
      ],
    },
  ],
  footer: 'Vigie, au 22 novembre 2026',
  words: messagesOf('fr').picture,
};

export const ALT = 'De mai 2021 à novembre 2026 : annoncé, puis lancé le 15 janvier 2024.';

export function pictureBlock(more: Partial<Extract<Block, { kind: 'picture' }>> = {}): Block {
  return { kind: 'picture', picture: PICTURE, alt: ALT, path: null, ...more };
}

export function pictureView(more: Partial<Extract<Block, { kind: 'picture' }>> = {}): View {
  return {
    title: 'Bleu',
    tone: 'good',
    blocks: [pictureBlock(more), { kind: 'text', line: ['Lancé le 15 janvier 2024 [1]'] }],
  };
}

export const FILES: readonly ViewFile[] = [
  {
    name: 'preuve-bleu-2026-11-22.md',
    type: 'text/markdown',
    label: 'Dossier à lire',
    text: '# Bleu\n\nÉté 2024\n',
    path: null,
  },
  { name: 'preuve-bleu-2026-11-22.csv', type: 'text/csv', label: 'Tableau', text: 'a;b\né;2\n', path: null },
  { name: 'preuve-bleu-2026-11-22.json', type: 'application/json', label: 'Données', text: '{"a":1}\n', path: null },
];

export function filesView(files: readonly ViewFile[] = FILES): View {
  return { title: 'Bleu : preuves', tone: 'neutral', blocks: [{ kind: 'files', files }] };
}

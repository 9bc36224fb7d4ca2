/** What a person can mend in the store: each has words that say what is and what to do. */
export const STORE_TROUBLES = [
  'store_locked',
  'store_full',
  'store_read_only',
  'store_corrupt',
  'store_newer',
  'store_not_folder',
  'store_bad_folder',
  'store_unreachable',
  'store_refused',
  'store_contended',
] as const;
export type StoreTrouble = (typeof STORE_TROUBLES)[number];

/** A trouble of the store with what its words need: where the store is, and what the machine said. */
export type StoreFault = { readonly trouble: StoreTrouble; readonly where: string; readonly detail: string };

/** What an error says of the store; null where it is none, or none that a person can mend. */
export function storeFaultOf(error: unknown, where: string): StoreFault | null {
  if (typeof error !== 'object' || error === null) return null;
  const [code, said]: unknown[] = [Reflect.get(error, 'code'), Reflect.get(error, 'detail')];
  const trouble = STORE_TROUBLES.find((one) => one === code);
  if (trouble === undefined || typeof said !== 'string') return null;
  return { trouble, where, detail: (said.split('\n')[0] ?? '').replace(/\.$/, '') };
}

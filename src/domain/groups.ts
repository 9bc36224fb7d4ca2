/** A list in groups of at most `room` each by size, in its order; what is larger by itself goes alone. */
export function groupsOf<T>(list: readonly T[], sizeOf: (one: T) => number, room: number): T[][] {
  const groups: T[][] = [];
  let left = 0;
  for (const one of list) {
    const size = sizeOf(one);
    const group = groups.at(-1);
    if (group && size <= left) group.push(one);
    else {
      groups.push([one]);
      left = room;
    }
    left -= size;
  }
  return groups;
}

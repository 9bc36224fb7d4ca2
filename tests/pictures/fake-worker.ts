import { serve } from '../../src/worker.ts';

/** A thread that draws nothing: by its title a picture is counted, fails, hangs, or ends the thread. */

let drawn = 0;

serve(async ({ as, picture }: { as: string; picture: { title: string } }) => {
  drawn++;
  if (picture.title === 'fail') throw new Error('no drawing today');
  if (picture.title === 'die') process.exit(3);
  if (picture.title === 'hang') for (;;);
  if (picture.title === 'throw')
    setImmediate(() => {
      throw new Error('outside of any order');
    });
  if (picture.title === 'throw') await new Promise(() => undefined);
  return `${as} ${picture.title} ${drawn}`;
});

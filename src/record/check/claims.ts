import type { Statement } from '../../domain/statement.ts';
import type { Fault } from '../fault.ts';
import type { Loaded } from '../load.ts';
import { fold } from '../search.ts';
import { claimKey } from '../weighing/disputes.ts';
import { agreeing } from '../weighing/starts.ts';
import { isSound, type Publishers, weigh } from '../weighing/weights.ts';
import { begunBy, ofField } from '../weighing/worlds.ts';
import type { Report } from './report.ts';

const IN_DISPUTE = 'If they truly disagree give both one dispute: id;';

/** A claim known to be untrue is believed by nobody: from this credibility on (improbable). */
const IMPROBABLE = 5;

/** States on which strong sources disagree about the beginning, with no dispute that says so. */
function starts(open: readonly Statement[], publishers: Publishers, report: Report): Fault[] {
  const states = open.filter((s) => ['commercial', 'company'].includes(s.body.field));
  const groups = Map.groupBy(states, (s) => `${s.subject}|${claimKey(s.body)}`);
  return [...groups.values()].flatMap((group) => {
    const strong = group.filter((s) => weigh(agreeing(s, group), publishers).strong);
    const [first] = strong;
    const other = first && strong.find((s) => !agreeing(first, group).includes(s));
    if (!first || !other) return [];
    const problem = `strong sources date this from ${first.valid.from} and from ${other.valid.from}`;
    return [
      report('contradiction', other, problem, `${IN_DISPUTE} else correct from:, or write the later one as a note.`),
    ];
  });
}

/** Sound sources that give one decision two numbers or two ends. */
function decisions(open: readonly Statement[], publishers: Publishers, report: Report): Fault[] {
  const sound = ofField(open, 'qualification').filter((s) => s.body.decided !== null && isSound(s, publishers));
  const groups = Map.groupBy(sound, (s) => `${s.subject}|${s.body.scheme}|${s.body.decided}`);
  return [...groups.values()].flatMap((group) =>
    (['decision', 'until', 'version'] as const).flatMap((key) => {
      const told = [
        ...new Map(group.flatMap((s) => (s.body[key] === null ? [] : [[s.body[key], s] as const]))).entries(),
      ];
      const [first, second] = told;
      if (!first || !second) return [];
      const problem = `sound sources give the decision of ${second[1].body.decided} ${key} ${first[0]} and ${second[0]}`;
      return [report('contradiction', second[1], problem, `${IN_DISPUTE} else correct ${key}.`)];
    }),
  );
}

/** Sound sources that give an owner two shares at one time. */
function shares(open: readonly Statement[], publishers: Publishers, report: Report): Fault[] {
  const sound = ofField(open, 'owner').filter((s) => s.body.share !== null && isSound(s, publishers));
  return sound.flatMap((s, i) => {
    const share = s.body.share;
    const other = sound.slice(0, i).find((o) => {
      const theirs = o.body.share;
      const together =
        (o.valid.to === null || begunBy(s) < o.valid.to) && (s.valid.to === null || begunBy(o) < s.valid.to);
      const apart = share && theirs && (share.max < theirs.min || theirs.max < share.min);
      return o.subject === s.subject && o.body.owner === s.body.owner && together && apart;
    });
    if (!other) return [];
    const per = (o: typeof s) =>
      o.body.share?.min === o.body.share?.max ? o.body.share?.min : `${o.body.share?.min}-${o.body.share?.max}`;
    const problem = `sound sources give ${s.body.owner} ${per(other)} and ${per(s)} per cent at one time`;
    return [report('contradiction', s, problem, `${IN_DISPUTE} else end the earlier share with to:.`)];
  });
}

/** A dispute with one side only is none; one dispute is about one provider. */
function disputes(loaded: Loaded, report: Report): Fault[] {
  const all = Map.groupBy(
    loaded.statements.filter((s) => s.dispute !== undefined),
    (s) => s.dispute,
  );
  return [...all.values()].flatMap((told) => {
    const [first] = told;
    const stranger = told.find((s) => s.subject.split('/')[0] !== first?.subject.split('/')[0]);
    if (stranger) {
      const problem = `the dispute ${stranger.dispute} is also one of ${first?.subject}`;
      return [report('lonely_dispute', stranger, problem, 'Give each provider’s dispute an id of its own.')];
    }
    if (!first || new Set(told.map((s) => claimKey(s.body))).size > 1) return [];
    const problem = `only one position in the dispute ${first.dispute}`;
    return [report('lonely_dispute', first, problem, 'Add the other position, or remove dispute:.')];
  });
}

/** What is known to be untrue is doubtful, and is no side of a dispute. */
function untrue(loaded: Loaded, report: Report): Fault[] {
  return loaded.statements
    .filter((s) => s.false)
    .flatMap((s) => {
      const faults: Fault[] = [];
      if (s.credibility < IMPROBABLE) {
        const problem = `known to be untrue, with credibility ${s.credibility}`;
        const remedy = 'Write credibility: 5, and say in fr: and en: what contradicts it.';
        faults.push(report('false_but_credible', s, problem, remedy));
      }
      if (s.dispute !== undefined) {
        const problem = `known to be untrue, and a side of the dispute ${s.dispute}`;
        faults.push(report('false_but_credible', s, problem, 'Remove dispute:, or false: where it is not settled.'));
      }
      return faults;
    });
}

/** Free promises that came true or were dropped without having been made. */
function endings(loaded: Loaded, report: Report): Fault[] {
  const provider = (s: Statement): string => s.subject.split('/')[0] ?? '';
  const key = (target: unknown): string => JSON.stringify(target);
  const made = new Set(ofField(loaded.statements, 'promise').map((s) => provider(s) + key(s.body.target)));
  const free = (of: string): string[] =>
    ofField(loaded.statements, 'promise').flatMap((s) =>
      provider(s) === of && s.body.target.ladder === 'free' ? [s.body.target.name] : [],
    );
  const known = (s: Statement): string => {
    const names = [...new Set(free(provider(s)))];
    return names.length > 0 ? `The free promises here: ${names.join(', ')}.` : 'This file makes no free promise.';
  };
  const kept = ofField(loaded.statements, 'fulfilment')
    .filter((s) => !made.has(provider(s) + key({ ladder: 'free', name: s.body.name })))
    .map((s) =>
      report(
        'no_such_promise',
        s,
        `nobody promised free/${s.body.name}`,
        `Correct the name or add the promise. ${known(s)}`,
      ),
    );
  const dropped = ofField(loaded.statements, 'promise_dropped')
    .filter((s) => !made.has(provider(s) + key(s.body.target)))
    .map((s) =>
      report(
        'no_such_promise',
        s,
        'nobody made the promise that was dropped',
        'Correct the target or add the promise.',
      ),
    );
  return [...kept, ...dropped];
}

/** One scheme written in two ways would be two schemes. */
function schemes(loaded: Loaded, report: Report): Fault[] {
  const ways = new Map<string, string>();
  return loaded.statements.flatMap((s) => {
    const { body } = s;
    const scheme =
      body.field === 'qualification' || body.field === 'check'
        ? body.scheme
        : body.field === 'promise' && body.target.ladder === 'qualification'
          ? body.target.scheme
          : null;
    if (scheme === null) return [];
    const first = ways.get(fold(scheme)) ?? scheme;
    ways.set(fold(scheme), first);
    if (first === scheme) return [];
    return [report('contradiction', s, `the scheme ${first} is written ${scheme} here`, `Write ${first}.`)];
  });
}

/** What statements claim that they cannot claim together. */
export function claimFaults(loaded: Loaded, publishers: Publishers, report: Report): Fault[] {
  const open = loaded.statements.filter((s) => !s.false && s.dispute === undefined);
  return [
    ...starts(open, publishers, report),
    ...decisions(open, publishers, report),
    ...shares(open, publishers, report),
    ...disputes(loaded, report),
    ...untrue(loaded, report),
    ...endings(loaded, report),
    ...schemes(loaded, report),
  ];
}

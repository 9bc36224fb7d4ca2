import { relative, resolve } from 'node:path';
import { DATASET_FOLDER, loadReleased, recordOn } from '../bot/released.ts';
import { faultsOf } from '../record/check.ts';
import { EXPORT_FORMATS, exportRecord } from '../record/export.ts';
import { publishersSchema, subjectSchema } from '../record/form/shape.ts';
import { loadDataset } from '../record/load.ts';
import { type Context, readArgs, UsageError } from './context.ts';

/** `dataset check|export|schema`. */
export async function dataset(context: Context): Promise<number> {
  const { values, positionals } = readArgs(context, {
    format: { type: 'string', default: 'json' },
    folder: { type: 'string' },
  });
  const cli = context.messages.cli;
  const folder = values.folder ?? DATASET_FOLDER;
  if (positionals[0] === 'check') {
    const loaded = await loadDataset(folder);
    const faults = faultsOf(loaded);
    for (const { file, line, place, problem, remedy } of faults) {
      // As a path from here, so that terminals and editors lead to the line.
      const path = relative(process.cwd(), resolve(folder, file));
      context.out(`${path}:${line}: ${[place, problem].filter((part) => part !== '').join(': ')}. ${remedy}`);
    }
    const { statements, subjects } = loaded;
    context.note(
      faults.length === 0 ? cli.datasetOk(statements.length, subjects.length) : cli.datasetFaults(faults.length),
    );
    return faults.length === 0 ? 0 : 1;
  }
  if (positionals[0] === 'export') {
    const format = EXPORT_FORMATS.find((f) => f === values.format);
    if (!format)
      throw new UsageError(cli.wrongUsage(cli.badValue('--format', values.format, EXPORT_FORMATS.join(', '))));
    context.out(exportRecord(await recordOn(await loadReleased(folder), []), format).trimEnd());
    return 0;
  }
  if (positionals[0] === 'schema') {
    const schema = positionals[1] === 'publishers' ? publishersSchema() : subjectSchema();
    context.out(JSON.stringify(schema, null, 2));
    return 0;
  }
  throw new UsageError(cli.wrongUsage(cli.missing('dataset check | dataset export | dataset schema')));
}

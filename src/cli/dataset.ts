import { DATASET_FOLDER, loadReleased, recordOn } from '../bot/released.ts';
import { checkDataset } from '../record/check.ts';
import { EXPORT_FORMATS, exportRecord } from '../record/export.ts';
import { type Context, readArgs, UsageError } from './context.ts';

/** `dataset check|export`. */
export async function dataset(context: Context): Promise<number> {
  const { values, positionals } = readArgs(context, {
    format: { type: 'string', default: 'json' },
    folder: { type: 'string' },
  });
  const cli = context.messages.cli;
  const folder = values.folder ?? DATASET_FOLDER;
  if (positionals[0] === 'check') {
    const faults = await checkDataset(folder);
    for (const fault of faults)
      context.out(`${fault.file}:${fault.line}: ${fault.place}: ${fault.problem}; ${fault.remedy}`);
    const { statements, subjects } = await loadReleased(folder);
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
  throw new UsageError(cli.wrongUsage(cli.missing('dataset check | dataset export')));
}

import { lossOf, type ReportCopy, standingText } from '../engine/reports.ts';
import type { MessagePattern, Subject, WherePlan } from '../format/index.ts';
import type { Break, Closing, Fold } from './fold.ts';
import { countText } from './hits.ts';
import { messageFold } from './message.ts';
import type { LookupAt } from './pattern.ts';

type ReportSubject = Extract<Subject, { subject: 'report' }>;

/** What an expectation of a report must know of the run. */
export interface ReportWorld {
  /** The wire ID; absent before it was asked for. */
  reportRequestID(): string | undefined;
  /** How the request stands; absent: none was made of this VEN. */
  copy(): ReportCopy | undefined;
  /** Unit of a data point: `kW`. */
  unit(rID: string): string | undefined;
  /** How often the VEN polls, ms. */
  pollInterval(): number;
  /** Scenario time at a bench time. */
  scenarioAt(bench: number): number;
}

/** `report`, `where`: an oadrUpdateReport for it came; a `where` is held against the rows of that report alone. */
export function reportFold(subject: ReportSubject, world: ReportWorld, lookup: LookupAt): Fold {
  const { report, where, count } = subject;
  const pattern: MessagePattern = { message: 'oadrUpdateReport', where: rowsOf(report, where ?? [{}]) };
  const inner = messageFold({ subject: 'message', ...pattern, count }, lookup);
  const wants = count.gte !== undefined && count.gte > 0;
  return {
    ...inner,
    broken: (closing, mode) => inner.broken(closing, mode) ?? (wants ? lossBreak(world, closing) : undefined),
    wanted() {
      const id = world.reportRequestID();
      const keys = [...new Set((where ?? []).flatMap((one) => Object.keys(one)))];
      const plain = count.gte === 1 && count.lte === undefined;
      return [
        `an oadrUpdateReport for ${report}`,
        id === undefined ? '' : ` (${id})`,
        keys.length === 0 ? '' : ` where ${keys.join(', ')} fit`,
        plain ? '' : `, ${countText(count)}`,
      ].join('');
    },
    lack: () => (inner.nearest() || inner.met(undefined) ? undefined : lackOf(world)),
  };
}

/** The rows of one report: those of others in the same message are none. */
function rowsOf(report: string, where: WherePlan): WherePlan {
  const variable = { variable: 'step', id: report, field: 'reportRequestID' } as const;
  return where.map((object) => ({ ...object, 'oadrReport.reportRequestID': { template: [variable], as: 'any' } }));
}

/** Nothing can come of a request that is lost: it is not waited for. */
export function lossBreak(world: ReportWorld, { deadline }: Closing): Break | undefined {
  const copy = world.copy();
  const loss = copy && lossOf(copy);
  if (!copy || loss === undefined) return undefined;
  const { moment } = deadline;
  if (copy.at[moment.clock] > moment.time) return undefined;
  const exchange = copy.exchange === undefined ? {} : { exchange: copy.exchange };
  return { at: copy.at, ...exchange, what: loss, expected: 'an oadrUpdateReport', actual: loss };
}

/** What is known of a request of which nothing came. */
export function lackOf(world: ReportWorld) {
  const copy = world.copy();
  if (!copy) return { expected: 'an oadrUpdateReport', actual: 'the report was not asked of this VEN' };
  const { at, exchange } = copy.delivered ?? copy;
  return {
    expected: 'an oadrUpdateReport',
    actual: standingText(copy),
    at,
    ...(exchange === undefined ? {} : { exchange }),
  };
}

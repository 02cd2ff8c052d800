import type { StepDetail } from '../../../journal/record.ts';
import { formatHumanDuration } from '../../../openadr/time.ts';
import { type CancelReportStep, type RequestReportStep, resolveTemplate } from '../../format/index.ts';
import { byItem, type DeliveryChange, type Fate, type FateOf } from '../deliveries.ts';
import { StepFailed } from '../ending.ts';
import type { Instance } from '../instances.ts';
import type { Moment } from '../moment.ts';
import type { Slot } from '../slots.ts';
import type { Act } from './acts.ts';
import { placeOf, type StepWorld } from './world.ts';

/** Asks for a report under the wire ID of the step. */
export function requestReport(step: Instance<RequestReportStep>, vens: readonly string[], world: StepWorld): Act {
  const { reportName, specifier, reportBack, rIDs, granularity, start, duration } = step.step;
  const lookup = world.lookup(step);
  const reportRequestID = world.name(step);
  const report = {
    reportRequestID,
    ...(reportName === undefined ? {} : { reportName: resolveTemplate(reportName, lookup) }),
    ...(specifier === undefined ? {} : { reportSpecifierID: resolveTemplate(specifier, lookup) }),
    ...(rIDs === undefined ? {} : { rIDs: rIDs.map((rID) => resolveTemplate(rID, lookup)) }),
    reportBack,
    ...(granularity === undefined ? {} : { granularity }),
    ...(start === undefined ? {} : { start: world.startOf(start, step) }),
    ...(duration === undefined ? {} : { duration }),
  };
  return {
    command: { do: 'requestReport', vens, reports: [report] },
    fateOf: (outcome, venID) => told(reportRequestID, outcome.items, venID, 'oadrCreateReport'),
  };
}

/** Cancels a report by the wire ID of the step that asked for it. */
export function cancelReport(step: Instance<CancelReportStep>, vens: readonly string[], world: StepWorld): Act {
  const reportRequestID = world.reportRequestID(step.step.report, step);
  const { reportToFollow } = step.step;
  return {
    command: { do: 'cancelReport', vens, reportRequestIDs: [reportRequestID], reportToFollow },
    fateOf: (outcome, venID) => told(reportRequestID, outcome.items, venID, 'oadrCancelReport'),
  };
}

/** By the request that a payload names, or by the queue item that carries it. */
function told(
  reportRequestID: string,
  items: readonly { readonly venID: string; readonly item: string }[],
  venID: string,
  payload: DeliveryChange['payload'],
): FateOf {
  const mine = byItem(items.filter((one) => one.venID === venID).map(({ item }) => item));
  return (change): Fate | undefined => {
    const named = change.payload === payload && change.reportRequestIDs?.includes(reportRequestID);
    return named && change.state === 'delivered' ? 'delivered' : mine(change);
  };
}

/**
 * A report can be asked for once the VEN has told what it offers (rule 303): waits for its oadrRegisterReport.
 * @throws StepFailed if none came by the deadline
 */
export async function waitForMetadata(
  step: Instance<RequestReportStep>,
  slots: readonly Slot[],
  { deadline, limit }: { readonly deadline: Moment; readonly limit: number },
  world: StepWorld,
): Promise<void> {
  const { pulse, clock, recorder } = world;
  if (step.step.reportName === 'METADATA') return;
  const missing = (): Slot[] => slots.filter((slot) => world.slots.facts(slot)?.reports === undefined);
  if (missing().length === 0) return;
  recorder.step(step, 'waiting', { deadline: clock.benchTime(deadline) });
  await pulse.wait(
    () => {
      const silent = missing();
      if (silent.length === 0) return true;
      if (clock.isDue(deadline)) throw new StepFailed(silentDetail(step, silent, limit));
      return undefined;
    },
    () => clock.wakeTime(deadline),
  );
}

function silentDetail(step: Instance, silent: readonly Slot[], limit: number): StepDetail {
  const who = silent
    .slice(0, 5)
    .map(({ label }) => label)
    .join(', ');
  return {
    ...placeOf(step),
    message: `no report can be asked for: ${who} offered none within ${formatHumanDuration(limit)}`,
    expected: 'an oadrRegisterReport of the VEN (rule 301)',
    actual: 'none came',
    hint: 'see whether the VEN registers its reports after it has registered itself',
  };
}

import type { Message, OadrReport, OadrUpdateReport } from '../openadr/index.ts';
import { given, type Lenient } from '../openadr/lenient.ts';
import { type ReportValues, spansOf, valuesOfReport } from '../openadr/report/values.ts';
import type { SeriesPart } from './change.ts';
import type { Core } from './core.ts';
import { launch } from './delivery.ts';
import { OK, outgoing, updatedReport, type Verdict } from './reply.ts';
import { tellUpdate } from './report-ask.ts';
import { cancelBody, takeCancels } from './report-cancel.ts';
import { isWanted, judgeContent } from './report-content.ts';
import { judgeForm } from './report-form.ts';
import { judgeReport } from './report-judge.ts';
import { countMissing, isLast, lateBy, remarkFuture, remarkLate, remarkMissing } from './report-late.ts';
import { offered } from './report-offer.ts';
import { moveTo, plainName } from './report-request.ts';
import { remarkMetadata } from './sequence.ts';
import { type Offer, offerOf, partsOf } from './series-part.ts';
import type { ReportRequest, Ven } from './state.ts';
import type { Turn } from './turn.ts';
import type { Outgoing } from './types.ts';

/**
 * oadrUpdateReport: each report by itself; what is good is taken beside what is not (rules 304, 328).
 * @throws Asking, Unanswered
 */
export function updateReport(
  core: Core,
  turn: Turn,
  ven: Ven,
  message: Message,
  body: Lenient<OadrUpdateReport>,
): Outgoing {
  tellUpdate(core, turn, ven, message, body);
  remarkMetadata(turn, ven, 'oadrUpdateReport');
  let verdict: Verdict = OK;
  const offers = new Map<string, Offer>();
  for (const report of body.oadrReport ?? []) {
    const fault = take(core, turn, ven, report, offers);
    if (fault && verdict === OK) verdict = fault;
  }
  const ids = new Set((body.oadrReport ?? []).map(({ reportRequestID = '' }) => reportRequestID));
  const cancels = takeCancels(ven, ids);
  const [first] = cancels;
  if (!first) return outgoing(updatedReport(verdict, body.requestID, ven.venID));
  const reportRequestIDs = cancels.map(({ reportRequestID }) => reportRequestID);
  const cancel = cancelBody(core, ven, reportRequestIDs, first.reportToFollow);
  turn.dirty(ven.venID);
  launch(core, turn, { ven, payload: 'oadrUpdatedReport', reportRequestIDs, cancels });
  return outgoing(
    updatedReport(verdict, body.requestID, ven.venID, cancel),
    cancels.flatMap(({ patch }) => patch),
  );
}

/** @param offers what is known already of reports in this message, by reportRequestID */
function take(
  core: Core,
  turn: Turn,
  ven: Ven,
  report: Lenient<OadrReport>,
  offers: Map<string, Offer>,
): Verdict | undefined {
  const values = valuesOfReport(report);
  const { request, fault } = judgeReport(core, turn, ven, report);
  if (!request) {
    // Where nothing came and nobody waits for it, there is nothing to tell.
    if (values.readings.length > 0) tell(turn, ven, report, values, { asked: false, missing: 0, series: [] });
    return fault;
  }
  const wrong = judgeContent(turn, request, report, values);
  judgeForm(turn, report, values);
  const late = lateBy(turn, ven, request);
  remarkLate(turn, request, late);
  const good = wantedOf(request, values);
  const missing = countMissing(turn, request, good.spans);
  remarkMissing(turn, request, missing);
  remarkFuture(turn, request, good.readings);
  request.since = turn.now;
  request.remarked = false;
  const offer = offers.get(request.reportRequestID) ?? offerFor(ven, request);
  offers.set(request.reportRequestID, offer);
  const series = partsOf(ven, offer, good.points.values(), turn.now);
  tell(turn, ven, report, values, { asked: true, missing, late, series });
  if (['asked', 'delivered', 'accepted'].includes(request.state) && isLast(turn, request)) {
    moveTo(turn, ven, request, 'done');
  }
  return wrong;
}

/** Without what nobody asked for. */
function wantedOf(request: ReportRequest, values: ReportValues): ReportValues {
  const points = [...values.points].filter(([rID]) => isWanted(request, rID));
  if (points.length === values.points.size) return values;
  const readings = values.readings.filter(({ rID }) => isWanted(request, rID));
  return { readings, points: new Map(points), spans: spansOf(readings) };
}

/** The metadata report of a request; of one that the VEN does not offer, what the request says. */
function offerFor(ven: Ven, { reportSpecifierID, reportName }: ReportRequest): Offer {
  const report = (ven.metadata ?? []).find((one) => one.reportSpecifierID === reportSpecifierID);
  return offerOf(report ? offered(report) : { reportSpecifierID, reportName, points: [] });
}

interface Taken {
  readonly asked: boolean;
  readonly missing: number;
  readonly late?: number;
  readonly series: readonly SeriesPart[];
}

function tell(turn: Turn, ven: Ven, report: Lenient<OadrReport>, { readings }: ReportValues, taken: Taken): void {
  turn.change({
    what: 'readings',
    venID: ven.venID,
    reportRequestID: report.reportRequestID ?? '',
    reportSpecifierID: report.reportSpecifierID ?? '',
    reportName: plainName(given(report.reportName)),
    exchange: turn.exchange ?? '',
    intervals: report.intervals?.interval?.length ?? 0,
    points: readings.length,
    ...taken,
  });
}

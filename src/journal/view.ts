import type { JournalRecord } from './record.ts';
import { reduceCertificate, reduceConnection } from './view/connection.ts';
import { reduceEvent } from './view/event.ts';
import { reduceLog } from './view/log.ts';
import { reduceMessage } from './view/message.ts';
import type { View } from './view/model.ts';
import { reduceReport } from './view/report.ts';
import { reduceScenario, reduceStep, reduceVerdict } from './view/scenario.ts';
import { reduceVen } from './view/ven.ts';

export { openEvents } from './view/event.ts';
export { worstCounted, worstOf } from './view/findings.ts';
export { freezeView } from './view/freeze.ts';
export { lineOf } from './view/log.ts';
export type * from './view/model.ts';
export { createView } from './view/model.ts';
export { differing, scheduleState } from './view/opt.ts';
export { isOver, openRequests } from './view/report.ts';
export type * from './view/report-model.ts';
export type { Ring } from './view/ring.ts';
export { isLive, progress } from './view/scenario.ts';
export { changedVens, lateness, venLabel } from './view/ven.ts';

/**
 * Folds one record into the view, in place; constant work a record. What a VEN or an event is, was decided by the VTN
 * and is only projected here (architecture, decision 4).
 */
export function reduce(view: View, record: JournalRecord): void {
  view.version++;
  view.time = record.time;
  reduceLog(view, record);
  switch (record.kind) {
    case 'session':
      view.session = record;
      return;
    case 'connection':
      reduceConnection(view, record);
      return;
    case 'message':
      reduceMessage(view, record);
      return;
    case 'state':
      reduceVen(view, record.change);
      reduceCertificate(view, record);
      reduceEvent(view, record.change);
      reduceReport(view, record.change, record.time);
      return;
    case 'step':
      reduceStep(view, record);
      return;
    case 'scenario':
      reduceScenario(view, record);
      return;
    case 'verdict':
      reduceVerdict(view, record);
      return;
    case 'command':
    case 'log':
      return;
  }
}

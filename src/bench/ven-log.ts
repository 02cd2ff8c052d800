import type { NewRecord } from '../journal/record.ts';
import { formatHumanDuration } from '../openadr/time.ts';
import type { VenFact } from '../ven/index.ts';

/** A line for people about what a simulated VEN did or met; nothing where its messages say it already. */
export function venLog(venName: string, fact: VenFact): NewRecord | undefined {
  const log = (level: 'info' | 'warning', message: string): NewRecord => ({
    kind: 'log',
    level,
    source: 'ven',
    ven: venName,
    message: `${venName} ${message}`,
  });
  switch (fact.fact) {
    case 'registered':
      return log('info', `is registered as ${fact.venID} (${fact.cause})`);
    case 'unregistered':
      return log('info', `is not registered any more (${fact.cause})`);
    case 'level': {
      const values = fact.values.map(({ name, type, value }) => `${name} ${type} ${value}`).join(', ');
      return log('info', fact.eventID ? `carries out ${fact.eventID}: ${values}` : 'is back to normal operation');
    }
    case 'report':
      return log('info', reportText(fact));
    case 'problem':
      return log('warning', `${fact.problem}${remedyText(fact)}`);
    case 'backoff':
      return log(
        'warning',
        `tries ${fact.payload} again in ${Math.round(fact.delay)} ms: ${fact.reason}${remedyText(fact)}`,
      );
    default:
      return undefined;
  }
}

function remedyText({ remedy }: { readonly remedy?: string }): string {
  return remedy === undefined ? '' : `; try: ${remedy}`;
}

function reportText(fact: Extract<VenFact, { fact: 'report' }>): string {
  const { reportRequestID } = fact;
  if (fact.state === 'ended') return `reports no more for ${reportRequestID} (${REASONS[fact.cause]})`;
  const { reportName, granularity, back } = fact;
  const values = granularity > 0 ? `values every ${formatHumanDuration(granularity)}` : 'values on change';
  return `reports ${reportName} every ${formatHumanDuration(back)} for ${reportRequestID}, ${values}`;
}

const REASONS = {
  complete: 'its time is over',
  cancelled: 'cancelled',
  metadata: 'new metadata cancel it',
  replaced: 'requested anew',
} as const;

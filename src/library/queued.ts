import type { PayloadTypes } from '../openadr/types.ts';
import type { PollAnswerName } from './handlers.ts';

/** A payload that may answer a poll (rule 500); what its body lacks is filled in: IDs, times, eiResponse 200. */
export type QueuedMessage = {
  readonly [N in PollAnswerName]: { readonly name: N; readonly body: Partial<PayloadTypes[N]> };
}[PollAnswerName];

import type { EiEvent, EventDescriptor } from '../openadr/types.ts';

/** An event in the standard's own elements, as in an oadrDistributeEvent. */
export interface RawEvent {
  readonly eiEvent: Omit<EiEvent, 'eventDescriptor'> & {
    /** What is not named here is made by the VTN. */
    readonly eventDescriptor: Partial<EventDescriptor> & Pick<EventDescriptor, 'eventID'>;
  };
  /** Default `always`. */
  readonly oadrResponseRequired?: 'always' | 'never';
}

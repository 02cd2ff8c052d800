/**
 * One change to a payload after it was made: `path` is the end of an element path, as in `where`
 * (`eventDescriptor.priority`); `null` removes the element. Applied last and not checked.
 */
export interface Patch {
  readonly path: string;
  readonly value: string | number | boolean | null;
  /** Only in the oadrEvent with this eventID (and in what stands outside of events); absent: in all. */
  readonly event?: string;
}

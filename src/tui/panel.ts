import type { Line } from './text.ts';

/** What stands at the bottom and has the keyboard. */
export type Panel =
  | { readonly kind: 'menu'; selected: number; target: Target }
  | { readonly kind: 'request'; selected: number; target: Target }
  | { readonly kind: 'form'; readonly target: Target; readonly fields: FormFields; focus: number; error?: string }
  /** `facts` stand above the question. */
  | { readonly kind: 'ask'; readonly question: string; readonly facts?: readonly Line[]; readonly yes: () => void }
  | { readonly kind: 'answer'; selected: number; note: string }
  | { readonly kind: 'input'; readonly purpose: Purpose; value: string; error?: string }
  | { readonly kind: 'help'; scroll: number };

/** What a text is typed for. */
export type Purpose = 'filter' | 'reports' | 'search' | 'note';

/** Whom a command goes to: a VEN, or all registered ones. */
export type Target = { readonly venID: string } | 'all';

/** The event form as it is typed. */
export interface FormFields {
  level: string;
  /** Duration from now, as people write it: `10s`. */
  start: string;
  duration: string;
  response: string;
}

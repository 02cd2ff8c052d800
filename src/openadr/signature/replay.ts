import type { ReplayProtect } from './replay-protect.ts';

/** What is remembered of the messages of one signer. */
interface Signer {
  /** What was stamped at this time or before counts as seen: its nonce may have been forgotten. */
  readonly floor: number;
  /** Timestamps by nonce. */
  readonly seen: ReadonlyMap<string, number>;
}

/** The memory against replays: one value a bench, made by `replayState`, changed by `judgeReplay` alone. */
export interface ReplayState {
  /** What was stamped before it is refused, whoever signed it. */
  readonly floor: number;
  /** The latest time that was judged at: time does not go back, and what was forgotten stays so. */
  readonly now: number;
  readonly signers: ReadonlyMap<string, Signer>;
  readonly most: ReplayLimits;
}

/** How far ReplayProtect may be from our time unless said, ms either way. */
export const REPLAY_WINDOW_MS = 5 * 60_000;

/** How much is remembered at most. */
export interface ReplayLimits {
  /** Nonces of one signer. */
  readonly nonces: number;
  readonly signers: number;
}

/** A poll a second by a device in the default window of 5 minutes either way makes 600. */
export const REPLAY_LIMITS: ReplayLimits = { nonces: 2048, signers: 1024 };

/**
 * - `accepted`
 * - `stale`: stamped longer ago than the window, or before the earliest time that is remembered.
 * - `ahead`: stamped later than the window allows.
 * - `replayed`: the signer used the nonce before: replayed, or resent unchanged.
 */
export type ReplayVerdict = 'accepted' | 'stale' | 'ahead' | 'replayed';

export interface ReplayJudgement {
  readonly verdict: ReplayVerdict;
  readonly state: ReplayState;
  /** Timestamp less now, in milliseconds: the difference between the clocks and the way here. */
  readonly offset: number;
  /** `stale`: the earliest timestamp that would have passed. */
  readonly earliest?: number;
}

/**
 * An empty memory. Nothing is known of what came before `start` (milliseconds since the Unix epoch), so what is
 * stamped before it is refused: it may have been seen by the run before.
 */
export function replayState(start: number, most: ReplayLimits = REPLAY_LIMITS): ReplayState {
  return { floor: start - 1, now: start, signers: new Map(), most };
}

/**
 * Judges age and nonce of a message whose signature holds (rule 514), and remembers its nonce until its timestamp is
 * out of the window: up to twice the window. All times in milliseconds. The memory is bounded: where a nonce must be
 * forgotten early, what its signer stamped up to then is refused from there on.
 */
export function judgeReplay(
  before: ReplayState,
  { signer, timestamp, nonce }: ReplayProtect & { readonly signer: string },
  time: number,
  window: number,
): ReplayJudgement {
  const now = Math.max(time, before.now);
  const known = before.signers.get(signer);
  const floor = Math.max(before.floor, known?.floor ?? Number.NEGATIVE_INFINITY);
  const earliest = Math.max(now - window, floor + 1);
  const judged = { offset: timestamp - now, state: { ...before, now } };
  if (timestamp > now + window) return { verdict: 'ahead', ...judged };
  if (known?.seen.has(nonce)) return { verdict: 'replayed', ...judged };
  if (timestamp < earliest) return { verdict: 'stale', earliest, ...judged };
  const fresh = remembered(known, nonce, timestamp, now - window, before.most.nonces);
  return { ...judged, verdict: 'accepted', state: withSigner({ ...before, now }, signer, fresh, now - window) };
}

function remembered(known: Signer | undefined, nonce: string, timestamp: number, oldest: number, most: number): Signer {
  const seen = new Map(known?.seen);
  for (const [old, stamped] of seen) if (stamped < oldest) seen.delete(old);
  seen.set(nonce, timestamp);
  let floor = known?.floor ?? Number.NEGATIVE_INFINITY;
  while (seen.size > most) {
    let [first, stamped] = [nonce, timestamp];
    for (const [other, at] of seen) if (at < stamped) [first, stamped] = [other, at];
    seen.delete(first);
    floor = Math.max(floor, stamped);
  }
  return { floor, seen };
}

/** The state with a signer's memory. Beyond the most there may be, the signer silent longest is let go. */
function withSigner(state: ReplayState, signer: string, fresh: Signer, oldest: number): ReplayState {
  const signers = new Map(state.signers);
  signers.delete(signer);
  signers.set(signer, fresh);
  let { floor } = state;
  for (const [name, { seen, floor: own }] of signers) {
    if (signers.size <= state.most.signers) break;
    const latest = Math.max(own, ...seen.values());
    if (latest >= oldest) floor = Math.max(floor, latest);
    signers.delete(name);
  }
  return { ...state, floor, signers };
}

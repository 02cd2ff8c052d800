/** How much load the sections make. */
export interface Settings {
  /** Rounds of A and B in turn; the median of their ratios counts. */
  readonly rounds: number;
  /** Of one round of one server. */
  readonly seconds: number;
  readonly vens: number;
  /** VENs that are given ten events in each round. */
  readonly eventVens: number;
  readonly reports: number;
  readonly fleet: { readonly vens: number; readonly seconds: number };
  readonly starts: number;
  /** Of one round: polls on TLS connections of their own. */
  readonly handshakes: number;
  /** Of one round: signed before it begins. */
  readonly signedPolls: number;
  readonly memory: { readonly warmUp: number; readonly polls: number; readonly visits: number };
  /** VENs of ten series each, points until all is full, and points in all. */
  readonly series: { readonly vens: number; readonly warmUp: number; readonly points: number };
}

const FULL: Settings = {
  rounds: 5,
  seconds: 3,
  vens: 100,
  eventVens: 300,
  reports: 10,
  fleet: { vens: 1000, seconds: 20 },
  starts: 9,
  handshakes: 1_000,
  signedPolls: 3_000,
  memory: { warmUp: 50_000, polls: 500_000, visits: 50_000 },
  series: { vens: 20, warmUp: 2_500_000, points: 10_000_000 },
};

const QUICK: Settings = {
  rounds: 2,
  seconds: 1,
  vens: 100,
  eventVens: 100,
  reports: 3,
  fleet: { vens: 1000, seconds: 4 },
  starts: 3,
  handshakes: 200,
  signedPolls: 400,
  memory: { warmUp: 12_000, polls: 20_000, visits: 2_000 },
  series: { vens: 3, warmUp: 450_000, points: 600_000 },
};

/** By `BENCH_QUICK=1`: all loads small, for a look; its figures are rough. */
export function settings(): Settings {
  return process.env.BENCH_QUICK === '1' ? QUICK : FULL;
}

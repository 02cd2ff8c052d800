/** XML signatures of OpenADR (section 10.6, rule 514): pure, without clock, chance or memory of its own. */
export { methodName } from './algorithms.ts';
export type { SignatureFacts } from './facts.ts';
export { refusalFinding } from './finding.ts';
export type { OfferedKey, Trust } from './key-info.ts';
export { type Look, look, looksSigned } from './look.ts';
export { nameLine } from './name-line.ts';
export { offeredKey } from './offered-key.ts';
export { type Parting, type PartingRows, partingRows } from './parting.ts';
export { originalPlaces } from './places.ts';
export type { AlgorithmRole, FrameFault, KeyFault, NotVerified, OtherReading, Reading, Refusal } from './refusal.ts';
export {
  judgeReplay,
  REPLAY_LIMITS,
  REPLAY_WINDOW_MS,
  type ReplayJudgement,
  type ReplayLimits,
  type ReplayState,
  type ReplayVerdict,
  replayState,
} from './replay.ts';
export { replayFinding, uncoveredFinding } from './replay-finding.ts';
export type { ReplayProtect } from './replay-protect.ts';
export { SignError, sign } from './sign.ts';
export { type Verified, type VerifyOptions, verify } from './verify.ts';

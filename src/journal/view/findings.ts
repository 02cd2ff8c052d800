import type { Finding, Severity } from '../../openadr/finding.ts';
import type { FindingCounts } from './model.ts';

const ORDER: readonly Severity[] = ['error', 'warning', 'info'];

/** Adds findings to counts. */
export function count(counts: FindingCounts, findings: readonly Finding[]): void {
  for (const finding of findings) counts[finding.severity]++;
}

/** The severest of findings. */
export function worstOf(findings: readonly Finding[]): Severity | undefined {
  return ORDER.find((severity) => findings.some((finding) => finding.severity === severity));
}

/** The severest that was counted. */
export function worstCounted(counts: FindingCounts): Severity | undefined {
  return ORDER.find((severity) => counts[severity] > 0);
}

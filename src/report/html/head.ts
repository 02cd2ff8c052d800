import type { SessionRecord, VerdictRecord } from '../../journal/record.ts';
import { span } from '../style.ts';
import type { Digest } from './digest.ts';
import { type Hole, html, type Markup } from './markup.ts';
import { counted, day, facts, moment, pill, short, type Tone } from './parts.ts';

type PeerCertificate = NonNullable<SessionRecord['tls']>['certificates'][number];

/** How a session ended, as the command line knows it. */
export interface SessionEnd {
  /** Exit code. */
  readonly code: number;
  /** What it means. */
  readonly text: string;
}

const VERDICT_TONES: Readonly<Record<VerdictRecord['verdict'], Tone>> = {
  passed: 'ok',
  failed: 'bad',
  error: 'bad',
  skipped: 'warn',
  interrupted: 'warn',
};

const WORST: readonly VerdictRecord['verdict'][] = ['interrupted', 'error', 'failed', 'skipped', 'passed'];

/** A verdict as a mark. */
export function verdictPill(verdict: VerdictRecord['verdict']): Markup {
  return pill(VERDICT_TONES[verdict] ?? 'soft', verdict.toUpperCase());
}

/** The verdict of all scenarios; none where none was played or the record breaks off. */
export function overall({ view, scenarios }: Digest): VerdictRecord['verdict'] | undefined {
  if (view.verdicts.length < scenarios.length) return undefined;
  return WORST.find((each) => view.verdicts.some(({ verdict }) => verdict === each));
}

/** What was played, for the title. */
export function titleOf({ scenarios, view }: Digest): string {
  const [first, ...others] = scenarios.length > 0 ? scenarios.map(({ name }) => name) : ['Bench session'];
  const rest = others.length > 0 ? ` and ${counted(others.length, 'more scenario')}` : '';
  const name = short(first ?? '', 200);
  return view.verdicts.length === 0 && scenarios.length > 0 ? `${name}${rest}, without a verdict` : `${name}${rest}`;
}

/** What was tested, with what outcome, and where all of it was. */
export function head(digest: Digest, end: SessionEnd | undefined): Markup {
  const { view, scenarios } = digest;
  const verdict = overall(digest);
  const tone = verdict ? VERDICT_TONES[verdict] : scenarios.length > 0 ? 'warn' : 'soft';
  const reasons = view.verdicts.flatMap(({ verdict: own, reason }) => (own === 'passed' || !reason ? [] : [reason]));
  return html`
<header class="${tone}"><p class="soft">oadr-sim report of an OpenADR 2.0b session</p>
<h1>${titleOf(digest)} ${verdict && verdictPill(verdict)}</h1>
${reasons.slice(0, 5).map((reason) => html`<p>${short(reason)}</p>`)}
${facts([
  ['Ended', end && `exit ${end.code}: ${end.text}`],
  ['Expectations', view.verdicts.length > 0 && expectationsOf(view.verdicts)],
  ['Time', timeOf(digest)],
  ...sessionFacts(view.session),
])}
</header>`;
}

function expectationsOf(verdicts: readonly VerdictRecord[]): string {
  const sum = (what: keyof VerdictRecord['expectations']): number =>
    verdicts.reduce((all, { expectations }) => all + expectations[what], 0);
  return `${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`;
}

function timeOf({ began, view }: Digest): string | undefined {
  if (began === undefined) return undefined;
  const speed = view.session?.speed ?? 1;
  const scaled = speed === 1 ? '' : `, bench time at ${speed} times the clock's speed`;
  return `${moment(began)} to ${moment(view.time)} UTC (${span(view.time - began)}${scaled})`;
}

function sessionFacts(session: SessionRecord | undefined): readonly (readonly [string, Hole])[] {
  if (!session) return [];
  const { tls, signatures } = session;
  const wanted = tls?.clientCertificates === 'required' ? 'required' : 'asked for, and checked where they are sent';
  return [
    ['VTN', session.url === undefined ? undefined : html`<code>${session.url}</code>`],
    ['vtnID', session.vtnID],
    ['TLS', tls ? `profile ${tls.profile}: ${tls.about}` : 'none: plain HTTP'],
    ['VEN certificates', tls && `${wanted}; bad ones get ${tls.rejectWith === '403' ? 'HTTP 403' : 'an alert'}`],
    ["VTN's certificates", tls && certificateList(tls.certificates)],
    [
      'XML signatures',
      signatures
        ? `${signatures.mode}; ReplayProtect within ${span(signatures.replayWindow)} either way`
        : 'off: nothing is signed',
    ],
    ['Signed with', signatures && signers(signatures.certificates, tls?.certificates ?? [])],
    ['Seed', session.seed],
    ['Program', session.program],
  ];
}

/** What the VTN signs with; most often it is what it presents in TLS. */
function signers(own: readonly PeerCertificate[], presented: readonly PeerCertificate[]): Hole {
  if (own.length === 0) return undefined;
  const known = new Set(presented.map(({ fingerprint }) => fingerprint));
  return own.every(({ fingerprint }) => known.has(fingerprint)) ? 'the same certificates' : certificateList(own);
}

/** Certificates, a line each. */
export function certificateList(certificates: readonly PeerCertificate[]): Markup {
  return html`${certificates
    .slice(0, 10)
    .map(
      ({ subject, issuer, key, fingerprint, notBefore, notAfter }) =>
        html`<p>${short(subject, 200)}, ${key}, ${day(notBefore)} to ${day(notAfter)}, issued by ${short(issuer, 200)}, fingerprint <code>${fingerprint}</code></p>`,
    )}`;
}

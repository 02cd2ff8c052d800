import type { View } from '../../journal/view.ts';
import { timeOfDay } from '../format.ts';
import { type Line, line, span, wrapLine } from '../text.ts';
import type { Ui, ViewName } from '../ui.ts';

/** What to do where there is nothing to see. */
export function emptyState(ui: Ui, name: ViewName, width: number): Line[] {
  return [[], ...linesOf(ui, name, width)].flatMap((each) => wrapLine(each, width, 2));
}

function linesOf(ui: Ui, name: ViewName, width: number): Line[] {
  if (name === 'messages' && ui.filter) {
    return [line(span('no message fits the filter '), span(ui.filter.text, 'bold'), span('; esc clears it'))];
  }
  if (name === 'scenario') {
    return [line('no scenario: a bench to work at by hand'), line(span('i', 'accent'), ' sends events to a VEN')];
  }
  if (name === 'events') return [line('no event yet'), line(span('i', 'accent'), ' sends one to a VEN')];
  if (name === 'reports') return noReports(ui, width);
  if (name === 'log') return emptyLog(ui);
  return ui.view.vens.size === 0 ? waiting(ui, width) : [line('no message yet')];
}

/** The URL in one piece, to be copied, where the pane is wide enough. */
function urlLine({ options: { url } }: Ui, width: number): Line {
  return line(url.length + 2 <= width ? '  ' : '', span(url, 'accent'));
}

/** What is found wrong in messages stands with them, not in the log. */
function emptyLog({ view: { findings } }: Ui): Line[] {
  const count = findings.error + findings.warning;
  if (count === 0) return [line('nothing to tell yet')];
  const found = count === 1 ? '1 finding stands with its message' : `${count} findings stand with their messages`;
  return [line(`nothing to tell beside messages; ${found}: `, span('2', 'accent'))];
}

/** How to come by a report: a VEN offers what it has by its oadrRegisterReport, and is asked for it. */
function noReports(ui: Ui, width: number): Line[] {
  if (ui.reportFilter) {
    return [line(span('no report fits the filter '), span(ui.reportFilter.text, 'bold'), span('; esc clears it'))];
  }
  if (nobodyYet(ui.view)) return [line('no report yet'), ...waiting(ui, width)];
  return [
    line('no report yet: no VEN has registered one'),
    line('a VEN tells by its oadrRegisterReport what it can report; ', span('i r m', 'accent'), ' asks for it anew'),
    line('then ', span('i r', 'accent'), ' asks for usage, status or history, and the values stand here'),
  ];
}

/** Whether no VEN has registered yet: strangers that only send messages may be there. */
export function nobodyYet(view: Pick<View, 'vens'>): boolean {
  return ![...view.vens.values()].some((ven) => ven.state === 'registered' || ven.state === 'cancelled');
}

/** No VEN yet: what to type into the device, and what the last one that came to nothing tried. */
function waiting(ui: Ui, width: number): Line[] {
  const { url, bench } = ui.options;
  const lines: Line[] = [
    line('waiting for a VEN; give the device this VTN URL:'),
    [],
    urlLine(ui, width),
    ...(loopback(url) ? [line(span('  this machine only; hardware needs --host 0.0.0.0 or an address', 'warn'))] : []),
    [],
    ...tlsLines(ui),
    ...signLines(ui),
    line(span('vtnID    ', 'dim'), bench.config.vtnID),
    line(span('profile  ', 'dim'), '2.0b, HTTP pull'),
  ];
  const { lastRefused, total } = ui.view.connections;
  if (lastRefused) {
    lines.push([], ...refusedLines(ui));
  } else if (total === 0) {
    lines.push([], line(span('nothing has connected so far', 'dim')));
  }
  return lines;
}

/** Whether TLS is spoken, with what, and who must have a certificate. */
function tlsLines(ui: Ui): Line[] {
  const tls = ui.view.session?.tls;
  const label = span('TLS      ', 'dim');
  if (!tls && ui.options.url.startsWith('https:')) return [line(label, 'on')];
  if (!tls) {
    const open = loopback(ui.options.url) ? [] : [span(': anybody on the network can read and send messages', 'warn')];
    return [line(label, 'off (http)', ...open)];
  }
  const wanted = tls.clientCertificates === 'required' ? 'a certificate is required' : 'a certificate is asked for';
  return [line(label, tls.about), line(span('         ', 'dim'), `of the device ${wanted}`)];
}

/** Who must sign its messages; nothing where nobody need. */
function signLines(ui: Ui): Line[] {
  const mode = ui.view.session?.signatures?.mode;
  if (mode === undefined) return [];
  const who = mode === 'require' ? 'required of every message' : 'for VENs that register with oadrXmlSignature';
  return [line(span('signed   ', 'dim'), who)];
}

/** Whether other machines cannot reach the URL. */
function loopback(url: string): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}

/** What the last connection that came to nothing tried; nothing where there was none. */
function refusedLines(ui: Ui): Line[] {
  const { lastRefused, failed } = ui.view.connections;
  if (!lastRefused) return [];
  const { time, address, tried, hint } = lastRefused;
  return [
    line(
      span('last connection that came to nothing', 'warn'),
      failed > 1 ? span(`  5 shows all ${failed}`, 'dim') : '',
    ),
    line(`  ${timeOfDay(time).slice(0, 8)} ${address ?? ''} ${tried}`),
    ...(hint === undefined ? [] : [line(span('  try ', 'dim'), hint)]),
  ];
}

/** Below strangers in the list of VENs: that nobody has registered, and the last connection that came to nothing. */
export function strangersState(ui: Ui, width: number): Line[] {
  const lines = [[], line('no VEN is registered yet; the VTN URL is'), urlLine(ui, width)];
  return [...lines, ...refusedLines(ui)].flatMap((each) => wrapLine(each, width, 2));
}

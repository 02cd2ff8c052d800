import { timeOfDay } from '../format.ts';
import { type Line, line, span, wrapLine } from '../text.ts';
import type { Ui, ViewName } from '../ui.ts';

/** What to do where there is nothing to see. */
export function emptyState(ui: Ui, name: ViewName, width: number): Line[] {
  return [[], ...linesOf(ui, name)].flatMap((each) => wrapLine(each, width, 2));
}

function linesOf(ui: Ui, name: ViewName): Line[] {
  if (name === 'messages' && ui.filter) {
    return [line(span('no message fits the filter '), span(ui.filter.text, 'bold'), span('; esc clears it'))];
  }
  if (name === 'scenario') {
    return [line('no scenario: a bench to work at by hand'), line(span('i', 'accent'), ' sends events to a VEN')];
  }
  if (name === 'events') return [line('no event yet'), line(span('i', 'accent'), ' sends one to a VEN')];
  if (name === 'log') return [line('nothing to tell yet')];
  return ui.view.vens.size === 0 ? waiting(ui) : [line('no message yet')];
}

/** No VEN yet: what to type into the device, and what the last one that came to nothing tried. */
function waiting(ui: Ui): Line[] {
  const { url, bench } = ui.options;
  const lines: Line[] = [
    line('waiting for a VEN; give the device this VTN URL:'),
    [],
    line('  ', span(url, 'accent')),
    [],
    line(span('TLS      ', 'dim'), url.startsWith('https:') ? 'on' : 'off (http)'),
    line(span('vtnID    ', 'dim'), bench.config.vtnID),
    line(span('profile  ', 'dim'), '2.0b, HTTP pull'),
  ];
  const { lastRefused, total } = ui.view.connections;
  if (lastRefused) {
    lines.push(
      [],
      line(span('last connection that came to nothing', 'warn')),
      line(`  ${timeOfDay(lastRefused.time).slice(0, 8)} ${lastRefused.address ?? ''} ${lastRefused.tried}`),
    );
    if (lastRefused.hint !== undefined) lines.push(line(span('  try ', 'dim'), lastRefused.hint));
  } else if (total === 0) {
    lines.push([], line(span('nothing has connected so far', 'dim')));
  }
  return lines;
}

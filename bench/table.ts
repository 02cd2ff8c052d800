import { availableParallelism, cpus, loadavg } from 'node:os';
import { type Figure, reached } from './figure.ts';

/** What the figures were measured on, and how busy it was already. */
export function heading(): string {
  const processor = cpus()[0]?.model.trim() ?? 'unknown processor';
  const load = loadavg()
    .map((value) => value.toFixed(1))
    .join(' ');
  return `Node ${process.version}, ${availableParallelism()} × ${processor}, load before ${load}\n`;
}

/** One figure: section, name, value, target, event-loop delay of the server, and what stands behind it. */
export function line(section: string, figure: Figure): string {
  const { name, value, unit, target, detail, loop } = figure;
  const verdict = target
    ? `${reached(figure) ? 'ok  ' : 'MISS'} (at ${target.at} ${target.value})`.padEnd(20)
    : ''.padEnd(20);
  const late = loop ? `loop p99 ${loop.p99.toFixed(1)} max ${loop.max.toFixed(0)} ms` : '';
  const measured = `${Number.isInteger(value) ? value : value.toFixed(2)} ${unit}`;
  return `${section.padEnd(7)} ${name.padEnd(38)} ${measured.padEnd(18)} ${verdict} ${late.padEnd(28)} ${detail ?? ''}\n`;
}

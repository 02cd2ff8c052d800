import type { KnownEvent } from '../state.ts';
import type { Turn } from '../turn.ts';
import { type Device, NORMAL, type Setting, steered } from './course.ts';
import { factorOf } from './demand.ts';

/**
 * Sets each device by the event that rules now.
 * @param active events that are carried out now, the one with precedence first, also those that the VEN opted out of
 */
export function drive(turn: Turn, active: readonly KnownEvent[]): void {
  if (!turn.config.personality.followsEvents) return;
  const { devices } = turn.state;
  const next = devices.map((device) => steered(device, settingFor(device, active, turn.now), turn.now));
  if (next.some((device, i) => device !== devices[i])) turn.set({ devices: next });
}

/** An event that the device's owner opted out of while it runs is an override by hand (rule 334). */
function settingFor(device: Device, active: readonly KnownEvent[], now: number): Setting {
  const { resource, nominal } = device.load;
  const own = active.filter(({ resources }) => resources?.includes(resource) ?? true);
  const ruling = own.find((event) => optOf(event, resource) === 'optIn');
  if (!ruling) return own.length > 0 ? { ...NORMAL, override: true } : NORMAL;
  let setting: Setting = NORMAL;
  for (const signal of ruling.signals) {
    const running = signal.intervals.find(({ start, end }) => now >= start && (end === undefined || now < end));
    if (!running) continue;
    const factor = factorOf(signal, running, nominal);
    if (signal.type === 'x-loadControlLevelOffset') setting = { ...setting, levelOffset: running.value };
    // Of several signals the one that asks for the least load decides.
    if (setting.factor === 1 || factor < setting.factor) setting = { ...setting, factor };
  }
  return setting;
}

function optOf({ optType, apart }: KnownEvent, resource: string): KnownEvent['optType'] {
  return apart?.find((one) => one.resource === resource)?.optType ?? optType;
}

import type { Random } from '../base/random.ts';
import type { Message } from '../openadr/index.ts';
import type { Service } from '../openadr/service.ts';
import type { Decisions } from './decide.ts';
import type { Device } from './device/course.ts';
import { devicesOf } from './device/devices.ts';
import type { KnownStatus, OptType, SignalValue, VenPhase } from './facts.ts';
import type { Point, Specifier } from './metadata.ts';
import type { OwnPoint } from './own-point.ts';
import type { Personality } from './personality.ts';

/** What a simulated VEN is, set once. */
export interface VenConfig {
  /** oadrVenName. */
  readonly venName: string;
  /** Preconfigured venID, sent with the first registration (rule 402). */
  readonly venID?: string;
  /** A registration it already has; with `venID` it begins by renewing that. */
  readonly registrationID?: string;
  /** The only vtnID that it believes (rule 21); else it believes the one it registered with. */
  readonly vtnID?: string;
  readonly personality: Personality;
  /** It signs, and registers for signatures (section 10.6); default false. */
  readonly xmlSignature?: boolean;
  /** Market contexts that it takes part in; absent: any (rule 48, exception). */
  readonly marketContexts?: readonly string[];
  /** resourceIDs behind it, each with its data points in the metadata report. */
  readonly resources: readonly string[];
  /** groupIDs, groupNames and partyIDs that mean it. */
  readonly groups?: readonly string[];
  /** mrids and nodes of assets and places that mean it. */
  readonly assets?: readonly string[];
  /** Device classes that its resources are of (rule 111); absent: any. */
  readonly deviceClasses?: readonly string[];
  /** signalNames that it can carry out; absent: all standard ones. */
  readonly signals?: readonly string[];
  /** ms between polls where the VTN asks for none. */
  readonly pollInterval: number;
  /** Part of the interval, 0 to 1, by which a poll is late at most (9.1.8); never early (rule 500). */
  readonly pollJitter: number;
  /** Longest wait between two tries to register, ms. */
  readonly longestRetry: number;
  /** Makes its loads differ from those of other VENs; the same seed and resources make the same loads. */
  readonly seed?: string;
  /** Its data points, in place of those of simulated loads; empty: it reports nothing. */
  readonly points?: readonly OwnPoint[];
}

/** What the state machine needs beside its state. */
export interface VenEnvironment {
  readonly config: VenConfig;
  readonly random: Random;
  /** What was decided about the events in this input, in place of the personality. */
  readonly decisions?: Decisions;
}

/** One interval of a signal, ms since the epoch on the VEN's own schedule. */
export interface KnownInterval {
  readonly start: number;
  /** Absent: until cancelled. */
  readonly end?: number;
  readonly value: number;
}

export interface KnownSignal {
  readonly signalID: string;
  readonly name: string;
  readonly type: string;
  /** Power of ten of its unit; absent: 0. */
  readonly scale?: number;
  readonly intervals: readonly KnownInterval[];
}

/** An event in the VEN's list of known events (rules 56 to 61). */
export interface KnownEvent {
  readonly eventID: string;
  readonly modificationNumber: number;
  /** Under which it came last; every response about it carries it (rule 42). */
  readonly requestID: string;
  readonly responseRequired: 'always' | 'never';
  /** 1 highest … 0 none (rule 3). */
  readonly priority: number;
  readonly test: boolean;
  /** Size of the randomisation window, ms. */
  readonly startAfter: number;
  /** The VEN's own random offset within it, ms (rule 30). */
  readonly offset: number;
  /** dtstart + offset. */
  readonly start: number;
  readonly near?: number;
  /** Absent: open-ended (rule 47). */
  readonly end?: number;
  readonly signals: readonly KnownSignal[];
  /** The only resources that it is for; absent: all. */
  readonly resources?: readonly string[];
  /** Resources that opted otherwise than the rest (rule 206). */
  readonly apart?: readonly { readonly resource: string; readonly optType: OptType }[];
  readonly optType: OptType;
  readonly responseCode: string;
  readonly status: KnownStatus;
  readonly interval?: number;
  /** Cancelled, and carried on until this random end (rule 65). */
  readonly ending?: number;
  /** The VTN does not list it any more, the VEN carries it on all the same. */
  readonly kept?: boolean;
}

/** What the VEN does now. */
export interface Level {
  readonly eventID?: string;
  readonly values: readonly SignalValue[];
}

/** A message to post. Replies come back with it. */
export interface Sending {
  readonly service: Service;
  readonly message: Message;
  /** Life of the registration it belongs to; replies to an earlier life are void. */
  readonly generation: number;
}

/** A metadata report asked for periodically (rule 324). */
export interface PeriodicMetadata {
  readonly reportRequestID: string;
  /** ms. */
  readonly every: number;
  readonly next: number;
}

/** A periodic report of data that the VTN asked for (rules 317, 324, 325). Times in ms, moments since the epoch. */
export interface OpenReport {
  readonly reportRequestID: string;
  readonly specifier: Specifier;
  readonly points: readonly Point[];
  /** 0 = on change. */
  readonly granularity: number;
  /** Between two reports. */
  readonly back: number;
  /** Absent: until cancelled. */
  readonly end?: number;
  /** Everything before it has been reported. */
  readonly covered: number;
  /** Up to where the next report goes. */
  readonly next: number;
  /** Of the next report, from 1. */
  readonly number: number;
  /** How much later than `next` it is sent; 0 for an honest VEN. */
  readonly late: number;
}

/** An opt of the VEN's own: about an event, or a schedule. */
export interface KnownOpt {
  readonly optID: string;
  readonly optType: OptType;
  readonly eventID?: string;
  /** Of a schedule; ms since the epoch. */
  readonly start?: number;
  /** Absent: open-ended (rule 210). */
  readonly end?: number;
  readonly marketContext?: string;
}

/** Everything a simulated VEN knows; never changed in place. */
export interface VenState {
  readonly phase: VenPhase;
  readonly venID?: string;
  readonly registrationID?: string;
  readonly vtnID?: string;
  /** As the VTN asked for, ms. */
  readonly pollInterval: number;
  /** Grows whenever a registration ends. */
  readonly generation: number;
  /** When the next poll of the cadence is due. */
  readonly nextPoll?: number;
  /** A poll is unanswered. */
  readonly polling: boolean;
  /** Polls since the last one of the cadence, to end a drain that never ends. */
  readonly drain: number;
  /** Polls of the cadence in this registration. */
  readonly polls: number;
  /** The oadrPoll of this registration, always the same object so that it is written once. */
  readonly poll?: Sending;
  /** When it tries to register again. */
  readonly retryAt?: number;
  /** Registrations lost or refused since a poll was last answered well. */
  readonly failures: number;
  /** In order of arrival. */
  readonly events: readonly KnownEvent[];
  readonly level: Level;
  /** Answers held back, with the polls that still pass before them. */
  readonly held: readonly { readonly polls: number; readonly sending: Sending }[];
  readonly metadata: readonly PeriodicMetadata[];
  readonly reports: readonly OpenReport[];
  /** oadrUpdateReports that the VTN has not answered. */
  readonly updates: number;
  /** What it rules over: one device a resource. */
  readonly devices: readonly Device[];
  /** Opts created by oadrCreateOpt and not cancelled. */
  readonly opts: readonly KnownOpt[];
  /** The opt schedule of its personality has been created in this registration. */
  readonly scheduled: boolean;
}

const NORMAL: Level = { values: [] };

/** A VEN that has not been started. */
export function initialState(config: VenConfig): VenState {
  return {
    phase: 'off',
    ...(config.venID !== undefined && { venID: config.venID }),
    ...(config.venID !== undefined && config.registrationID !== undefined && { registrationID: config.registrationID }),
    ...(config.vtnID !== undefined && { vtnID: config.vtnID }),
    pollInterval: config.pollInterval,
    generation: 0,
    polling: false,
    drain: 0,
    polls: 0,
    failures: 0,
    events: [],
    level: NORMAL,
    held: [],
    metadata: [],
    reports: [],
    updates: 0,
    devices: devicesOf(config),
    opts: [],
    scheduled: false,
  };
}

/** What is left when a registration has ended: all that came from the VTN is erased (rules 406, 407); the devices stay. */
export function wiped(state: VenState, config: VenConfig): VenState {
  const fresh = initialState(config);
  const { registrationID: _, ...rest } = fresh;
  const { phase, failures, devices } = state;
  return { ...rest, phase, failures, devices, generation: state.generation + 1 };
}

/** Whether it has its IDs and may speak of more than registration. */
export function isRegistered(state: VenState): boolean {
  return ['reporting', 'requesting', 'polling', 'renewing', 'cancelling'].includes(state.phase);
}

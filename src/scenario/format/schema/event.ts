import { z } from 'zod';
import { SCALE_CODES, SIGNAL_NAMES, SIGNAL_TYPES, UNIT_KINDS } from '../../../openadr/signals.ts';
import { expected, number, signedWireDuration, text, wireDuration } from './scalars.ts';

const interval = z.strictObject({
  duration: wireDuration.describe('How long it lasts, whole seconds. PT0S in a single interval is an open end.'),
  value: number.describe('The payloadFloat. SIMPLE takes 0 normal, 1 moderate, 2 high, 3 special (rule 9).'),
});
const intervals = z.array(interval).min(1, expected('at least one interval')).describe('One after the other.');

const unit = z
  .strictObject({
    name: z.string().describe(`Element name of the unit: ${[...UNIT_KINDS.keys()].join(', ')}.`),
    units: z.string().optional().describe('itemUnits, such as W or USD; default the only or usual one.'),
    scale: z
      .enum(SCALE_CODES, expected(`one of ${SCALE_CODES.join(', ')}`))
      .optional()
      .describe('SI scale, default none.'),
    description: z.string().optional().describe('itemDescription of customUnit.'),
  })
  .describe('Unit of the values; default as Table 1 of the specification has it.');

const texts = z.array(text);
const signal = z.strictObject({
  name: text.describe(`signalName: ${SIGNAL_NAMES.join(', ')} or x-….`),
  type: text.describe(`signalType: ${SIGNAL_TYPES.join(', ')}.`),
  intervals,
  unit: unit.optional(),
  deviceClass: z
    .union([text, texts], expected('a device class or an array of them'))
    .optional()
    .describe('endDeviceAsset mrids that the signal is for, such as Thermostat (rule 111).'),
  signalID: text.optional().describe('Unique in the event; made if absent.'),
});

const start = text.describe(
  "dtstart: a duration from this step's begin (may be negative), a date-time in Zulu, or an anchor such as peak.end+PT1M.",
);

const baseline = z
  .strictObject({
    name: text.describe('baselineName.'),
    baselineID: text.optional().describe('Made if absent.'),
    start: start.optional().describe("Default the event's start."),
    intervals,
    resourceIDs: texts.optional().describe('The resources whose sum it is (rule 108).'),
    unit: unit.optional(),
  })
  .describe('eiEventBaseline.');

const targets = z
  .strictObject({
    venID: texts.optional().describe('At most one (rule 63).'),
    resourceID: texts.optional(),
    groupID: texts.optional(),
    groupName: texts.optional(),
    partyID: texts.optional(),
    aggregatedPnode: texts.optional().describe('Nodes.'),
    endDeviceAsset: texts.optional().describe('mrids.'),
    meterAsset: texts.optional().describe('mrids.'),
    pnode: texts.optional().describe('Nodes.'),
    serviceDeliveryPoint: texts.optional().describe('Nodes.'),
    serviceArea: texts.optional().describe('posList of a polygon each.'),
    serviceLocation: texts.optional().describe('posList of a polygon each.'),
    transportInterface: z.array(z.strictObject({ pointOfReceipt: text, pointOfDelivery: text })).optional(),
  })
  .describe('eiTarget: what the event says it is for. Who gets it says "ven".');

const given = {
  responseRequired: z
    .enum(['always', 'never'], expected('always or never'))
    .optional()
    .describe('oadrResponseRequired, default always.'),
  marketContext: text.optional().describe("A URI, default the VTN's."),
  priority: number.optional().describe('1 highest … 0 none, default 0 (rule 3).'),
  notification: wireDuration.optional().describe('x-eiNotification; holds nothing back.'),
  rampUp: signedWireDuration.optional().describe('x-eiRampUp; without it there is no near (rule 13).'),
  recovery: signedWireDuration.optional().describe('x-eiRecovery.'),
  startAfter: wireDuration.optional().describe('tolerance startafter: random start within it (rule 30).'),
  targets: targets.optional(),
  testEvent: z
    .union([z.boolean(), text], expected('true, false or text'))
    .optional()
    .describe('true, or any text but false, makes it a test event (rule 6).'),
  comment: text.optional().describe('vtnComment.'),
  baseline: baseline.optional(),
};
const signals = z.array(signal).min(1, expected('at least one signal')).describe('eiEventSignals.');

/** `set` of an event. */
export const eventSet = z
  .strictObject({
    start,
    signals,
    ...given,
    eventID: text.optional().describe('Default <id>-<run>.'),
  })
  .meta({ id: 'EventSet', description: 'What the event says.' });

/** `set` of a modification: what is given replaces. */
export const modifySet = z
  .strictObject({ start: start.optional(), signals: signals.optional(), ...given })
  .meta({ id: 'ModifySet', description: 'What changes; start stays if not given, arrays replace.' });

export type EventSetInput = z.output<typeof eventSet>;
export type ModifySetInput = z.output<typeof modifySet>;
export type SignalInput = z.output<typeof signal>;
export type BaselineInput = z.output<typeof baseline>;
export type UnitInput = z.output<typeof unit>;
export type IntervalInput = z.output<typeof interval>;

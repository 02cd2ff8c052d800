import test from 'ava';
import type { OadrReportDescription } from '../../src/openadr/index.ts';
import type { Lenient } from '../../src/openadr/lenient.ts';
import { offered } from '../../src/vtn/report-offer.ts';
import * as m from '../helpers/messages.ts';

const one = (description: Lenient<OadrReportDescription>) =>
  offered({ oadrReportDescription: [{ rID: 'x', ...description }] }).points[0];

test('8.3.1: every metadata report and description is told', (t) => {
  const [power] = m.telemetryUsage().oadrReportDescription ?? [];
  if (!power) return t.fail();
  const description = {
    ...power,
    reportSubject: { endDeviceAsset: [{ mrid: 'Thermostat' }] },
    reportDataSource: { resourceID: ['meter', 'plug'], groupID: ['floor'] },
    marketContext: 'http://example.com/peak',
  };
  t.deepEqual(offered(m.telemetryUsage({ oadrReportDescription: [description] })), {
    reportSpecifierID: 'usage',
    reportName: 'METADATA_TELEMETRY_USAGE',
    duration: 'PT1H',
    createdDateTime: '2026-01-01T00:00:00Z',
    points: [
      {
        rID: 'power',
        reportType: 'usage',
        readingType: 'Direct Read',
        resourceIDs: ['meter', 'plug'],
        dataSource: ['groupID floor', 'resourceID meter', 'resourceID plug'],
        subject: ['endDeviceAsset Thermostat'],
        unit: { name: 'powerReal', units: 'W', scale: 'none' },
        minPeriod: 'PT1S',
        maxPeriod: 'PT1H',
        onChange: false,
        marketContext: 'http://example.com/peak',
      },
    ],
  });
});

test('8.3.1: the unit is whichever itemBase is there; a status has none', (t) => {
  const plain = { siScaleCode: 'k' } as const;
  const units: [Lenient<OadrReportDescription>, string][] = [
    [{ voltage: { ...plain, itemDescription: 'Voltage', itemUnits: 'V' } }, 'voltage V k'],
    [{ energyReal: { ...plain, itemDescription: 'RealEnergy', itemUnits: 'Wh' } }, 'energyReal Wh k'],
    [{ customUnit: { ...plain, itemDescription: 'humidity', itemUnits: '%' } }, 'customUnit % k'],
    [{ customUnit: { itemDescription: 'humidity', itemUnits: '' } }, 'customUnit humidity none'],
    [{ customUnit: {} }, 'customUnit  none'],
    [{ pulseCount: { itemDescription: 'pulse count', itemUnits: 'count', pulseFactor: 2 } }, 'pulseCount count none'],
    [{ temperature: { ...plain, itemDescription: 'temperature', itemUnits: 'celsius' } }, 'temperature celsius k'],
  ];
  for (const [description, expected] of units) {
    const { name, units: text, scale } = one(description)?.unit ?? {};
    t.is(`${name} ${text} ${scale}`, expected);
  }
  t.is(one({ reportType: 'x-resourceStatus' })?.unit, undefined);
});

test('what a broken metadata report lacks is empty', (t) => {
  t.deepEqual(offered({}).points, []);
  t.like(offered({ oadrReportDescription: [{}] }), {
    reportSpecifierID: '',
    reportName: '',
    points: [{ rID: '', reportType: '', resourceIDs: [], dataSource: [], subject: [] }],
  });
});

import test from 'ava';
import {
  childrenOf,
  elementNames,
  fill,
  isSuccess,
  meaningOf,
  nearest,
  PAYLOAD_NAMES,
  type SchemaNode,
  schemaOf,
  toTree,
  validate,
} from '../../src/openadr/index.ts';

function paths(node: SchemaNode, at = ''): string[] {
  const path = `${at}/${node.name}${node.repeated ? '[]' : ''}`;
  return [path, ...node.children().flatMap((child) => paths(child, path))];
}

test('the schema of a payload can be walked', (t) => {
  t.deepEqual(paths(schemaOf('oadrCreatedEvent')), [
    '/oadrCreatedEvent',
    '/oadrCreatedEvent/eiCreatedEvent',
    '/oadrCreatedEvent/eiCreatedEvent/eiResponse',
    '/oadrCreatedEvent/eiCreatedEvent/eiResponse/responseCode',
    '/oadrCreatedEvent/eiCreatedEvent/eiResponse/responseDescription',
    '/oadrCreatedEvent/eiCreatedEvent/eiResponse/requestID',
    '/oadrCreatedEvent/eiCreatedEvent/eventResponses',
    '/oadrCreatedEvent/eiCreatedEvent/eventResponses/eventResponse[]',
    '/oadrCreatedEvent/eiCreatedEvent/eventResponses/eventResponse[]/responseCode',
    '/oadrCreatedEvent/eiCreatedEvent/eventResponses/eventResponse[]/responseDescription',
    '/oadrCreatedEvent/eiCreatedEvent/eventResponses/eventResponse[]/requestID',
    '/oadrCreatedEvent/eiCreatedEvent/eventResponses/eventResponse[]/qualifiedEventID',
    '/oadrCreatedEvent/eiCreatedEvent/eventResponses/eventResponse[]/qualifiedEventID/eventID',
    '/oadrCreatedEvent/eiCreatedEvent/eventResponses/eventResponse[]/qualifiedEventID/modificationNumber',
    '/oadrCreatedEvent/eiCreatedEvent/eventResponses/eventResponse[]/optType',
    '/oadrCreatedEvent/eiCreatedEvent/venID',
    '/oadrCreatedEvent/schemaVersion',
  ]);
  for (const name of PAYLOAD_NAMES) t.true(paths(schemaOf(name)).length > 1, name);
});

test('kinds and values are told', (t) => {
  const kinds = schemaOf('oadrCreateOpt')
    .children()
    .map(({ name, kind, values }) => [name, kind, values?.length]);
  t.deepEqual(kinds, [
    ['optID', 'string', undefined],
    ['optType', 'string', 2],
    ['optReason', 'string', 8],
    ['marketContext', 'string', undefined],
    ['venID', 'string', undefined],
    ['vavailability', 'complex', undefined],
    ['createdDateTime', 'dateTime', undefined],
    ['requestID', 'string', undefined],
    ['qualifiedEventID', 'complex', undefined],
    ['eiTarget', 'complex', undefined],
    ['oadrDeviceClass', 'complex', undefined],
    ['schemaVersion', 'string', 2],
  ]);
});

test('names are near or not', (t) => {
  t.is(nearest('oadrCreatedEvnt', elementNames()), 'oadrCreatedEvent');
  t.is(nearest('VenId', elementNames()), 'venID');
  t.is(nearest('zzzzzzzzzz', elementNames()), undefined);
  t.true(childrenOf('eiTarget').includes('resourceID'));
  t.deepEqual(childrenOf('none'), []);
});

test('a body is filled to what the schema wants', (t) => {
  const values = {
    requestID: 'req-1',
    venID: 'ven-1',
    vtnID: 'vtn-1',
    registrationID: 'reg-1',
    eventID: 'event-1',
    optID: 'opt-1',
    reportRequestID: 'report-1',
    reportSpecifierID: 'specifier-1',
    now: '2026-07-01T14:00:00Z',
  };
  for (const name of PAYLOAD_NAMES) {
    const { findings, valid } = validate(toTree(fill(name, {}, values)));
    t.true(valid, `${name}: ${JSON.stringify(findings)}`);
  }
  t.deepEqual(fill('oadrResponse', { eiResponse: { responseCode: '452' } }, values).body as object, {
    schemaVersion: '2.0b',
    eiResponse: { responseCode: '452', requestID: 'req-1' },
  });
});

test('null leaves a field out', (t) => {
  const { body } = fill('oadrCancelOpt', { venID: null, schemaVersion: null }, { requestID: 'r', optID: 'o' });
  t.deepEqual(body as object, { requestID: 'r', optID: 'o', schemaVersion: undefined });
  t.deepEqual(toTree(fill('oadrPoll', { schemaVersion: null }, { venID: 'v' })).children.length, 1);
});

test('response codes have a meaning', (t) => {
  t.true(isSuccess('200'));
  t.false(isSuccess('452'));
  t.regex(meaningOf('463'), /not registered/);
  t.regex(meaningOf('499'), /wrong/);
  t.regex(meaningOf('toString'), /could not/);
});

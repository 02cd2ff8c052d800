import test from 'ava';
import { read } from '../../src/openadr/index.ts';

const MANY = 1024 * 1024;
const EI = 'xmlns:ei="http://docs.oasis-open.org/ns/energyinterop/201110"';
const EMIX = 'xmlns:emix="http://docs.oasis-open.org/ns/emix/2011/06"';
const XCAL = 'xmlns:xcal="urn:ietf:params:xml:ns:icalendar-2.0"';
const filled = (text: string) => text.repeat(Math.floor(MANY / text.length));

/** Each would take minutes if some step looked at what is left of the body again and again. */
const bodies: Readonly<Record<string, string>> = {
  'comments that do not end': `<!-- <!DOCTYPE ${filled('<!--')}`,
  'entities that nobody knows': `<a>${filled('&x;')}`,
  'a name without end': `<${filled('a')}`,
  'attributes without end': `<a ${filled('b="" ')}`,
  'tags that close nothing': filled('</a>'),
  'tags over two lines': `<a>${filled('<b\n/>')}`,
  'tags over two lines, the old way': `<a>${filled('<b\r/>')}`,
  'a URI of many segments': `<emix:marketContext ${EMIX}>${filled('a/')}[</emix:marketContext>`,
  'a URI of many colons': `<emix:marketContext ${EMIX}>//${filled('a:')}[</emix:marketContext>`,
  'a number of many digits': `<ei:accuracy ${EI}>${filled('1')}x</ei:accuracy>`,
  'a duration of many digits': `<ei:x-eiRampUp ${EI} ${XCAL}><xcal:duration>P${filled('1')}</xcal:duration></ei:x-eiRampUp>`,
  'a token of many blanks': `<ei:signalName ${EI}>${filled(' a')}</ei:signalName>`,
  'elements that nobody knows': `<ei:eiTarget ${EI}>${filled('<ei:venIDs/>')}</ei:eiTarget>`,
  'anything in anything': `<xcal:components ${XCAL}>${'<a>'.repeat(50)}${filled('x')}</xcal:components>`,
};

for (const [title, body] of Object.entries(bodies)) {
  test(`${title}: read in time that grows with the body only`, (t) => {
    const started = process.cpuUsage();
    t.true(read(body).findings.length > 0);
    const { user } = process.cpuUsage(started);
    // A few hundred milliseconds are usual, on any machine; the wrong way takes hours.
    t.true(user < 20_000_000);
  });
}

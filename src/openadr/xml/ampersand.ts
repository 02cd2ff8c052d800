import type { Finding } from '../finding.ts';

/** What is of interest on the way: an ampersand, and where CDATA or a comment begins. */
const STOPS = /&|<!\[CDATA\[|<!--/g;
const REFERENCE = /&(?:#\d+|#x[\da-fA-F]+|[A-Za-z_][\w.-]*);/y;

/**
 * A lone `&` takes all up to the next `;` for the name of an entity, and then shows only as a message that seems cut
 * off, somewhere else. Named at its own place, where a body has faults of XML.
 */
export function loneAmpersand(body: string): Finding | undefined {
  const at = lonePlace(body);
  if (at === undefined) return undefined;
  const before = body.slice(0, at);
  return {
    layer: 'xml',
    severity: 'error',
    message: 'an & stands alone',
    line: before.split('\n').length,
    column: at - before.lastIndexOf('\n'),
    expected: '&amp;',
    actual: body.slice(at, at + 20).split('\n')[0],
    hint: 'write & as &amp; in texts and attributes',
  };
}

/** One walk over the body; in CDATA and comments an ampersand is nothing special. */
function lonePlace(body: string): number | undefined {
  STOPS.lastIndex = 0;
  for (let stop = STOPS.exec(body); stop; stop = STOPS.exec(body)) {
    if (stop[0] === '&') {
      REFERENCE.lastIndex = stop.index;
      if (!REFERENCE.test(body)) return stop.index;
      continue;
    }
    const end = body.indexOf(stop[0] === '<!--' ? '-->' : ']]>', STOPS.lastIndex);
    if (end < 0) return undefined;
    STOPS.lastIndex = end;
  }
  return undefined;
}

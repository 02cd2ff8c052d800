import { isIPv4 } from 'node:net';

/**
 * The bytes of an IPv4 (4) or IPv6 (16) address.
 * @param address as `net.isIP` accepts it, without a zone
 */
export function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  // An IPv4 tail counts as two groups.
  const [, head = '', tail] = /^(.*?)(\d+\.\d+\.\d+\.\d+)?$/.exec(address) ?? [];
  const groups =
    tail === undefined
      ? head
      : head +
        addressBytes(tail)
          .toString('hex')
          .replace(/^(....)/, '$1:');
  const [before = '', after] = groups.split('::');
  const left = before === '' ? [] : before.split(':');
  const right = after ? after.split(':') : [];
  const gap = after === undefined ? 0 : 8 - left.length - right.length;
  const all = [...left, ...Array.from({ length: gap }, () => '0'), ...right];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

import { isIP } from 'node:net';

/** What is to be said where nothing protects what other machines may say and read. */
export const OPEN_WARNING =
  'other machines can reach this VTN, and it speaks plain HTTP: anybody on the network can read and send messages; try: --tls <folder>, or --host 127.0.0.1';

/** Whether other machines can reach a server that listens on this address or name. */
export function beyondLoopback(host: string): boolean {
  const plain = host.replace(/^::ffff:(?=\d+\.)/i, '');
  switch (isIP(plain)) {
    case 4:
      return !plain.startsWith('127.');
    case 6:
      return !/^(?:0*:)*0*1$/.test(plain);
    default:
      return !/^(?:.+\.)?localhost\.?$/i.test(plain);
  }
}

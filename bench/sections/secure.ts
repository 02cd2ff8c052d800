import type { SignMode } from '../../src/bench/signing/options.ts';
import type { Child } from '../child.ts';
import { type Lab, makeLab } from '../lab.ts';
import type { LoadCalls } from '../load/main.ts';
import type { VtnCalls } from '../servers/vtn.ts';
import { type Running, SHORT_INTERVAL, withVtn } from './servers.ts';

/** A VTN that speaks TLS, and its lab. */
export interface Secure {
  readonly vtn: Running<VtnCalls>;
  readonly load: Child<LoadCalls>;
  readonly lab: Lab;
}

/** Runs `use` beside a VTN over mutual TLS. @param sign how it signs; default `off` */
export async function withSecure<T>(use: (secure: Secure) => Promise<T>, sign?: SignMode): Promise<T> {
  const lab = await makeLab();
  try {
    const { folder: tls } = lab;
    return await withVtn(SHORT_INTERVAL, ({ vtn, load }) => use({ vtn, load, lab }), { tls, ...(sign && { sign }) });
  } finally {
    lab.remove();
  }
}

import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { labFiles, readKeyFiles, readTrusted } from '../../src/cli/bench-keys.ts';
import { serverOptions } from '../../src/transport/tls/options.ts';
import { serve } from '../child.ts';
import { probe } from './probe.ts';

/** What TLS is compared with: Node's HTTPS server alone, with the same certificates, suites and demands. */
const calls = {
  ...probe,
  /** @param folder of a lab */
  async start({ body, folder }: { body: string; folder: string }): Promise<{ url: string }> {
    const identities = await readKeyFiles(labFiles(folder));
    const trust = await readTrusted(undefined, folder);
    const server = createServer({ ...serverOptions({ identities, trust }), noDelay: true }, (request, response) => {
      request.resume();
      response.writeHead(200, { 'Content-Type': 'application/xml', 'Content-Length': Buffer.byteLength(body) });
      response.end(body);
    });
    server.keepAliveTimeout = 60_000;
    return new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const { port } = server.address() as AddressInfo;
        resolve({ url: `https://127.0.0.1:${port}/OpenADR2/Simple/2.0b` });
      });
    });
  },
};

export type HttpsCalls = typeof calls;

serve(calls);

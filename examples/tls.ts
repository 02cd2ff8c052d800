// Mutual TLS: the server has RSA and ECC, knows a VEN by its certificate, and lets no other take its place.
// oadr-sim certs init lab; oadr-sim certs ven plant --ecc --folder lab; oadr-sim certs ven stranger --folder lab
// npx tsx examples/tls.ts lab
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { OpenADRClient, OpenADRServer } from 'oadr-sim';

const lab = process.argv[2] ?? '.oadr-sim/certs';
// As section 10.5.1 has it: the last ten bytes of the SHA-256.
const fingerprint = new X509Certificate(readFileSync(`${lab}/ven-plant-ecc.pem`)).fingerprint256.slice(-29);

const server = new OpenADRServer({
  port: 0,
  // The refused registration is told there.
  logger: { info: () => {}, warn: console.log, error: console.error },
  cert: [`${lab}/vtn-rsa.pem`, `${lab}/vtn-ecc.pem`],
  key: [`${lab}/vtn-rsa.key`, `${lab}/vtn-ecc.key`],
  ca: `${lab}/trust.pem`,
  requireClientCert: true,
  // Usually a database is asked.
  fingerprintLookup: async (venId) => (venId === 'ven-plant' ? fingerprint : undefined),
});
await server.start();
console.log(server.url.replace(/:\d+/, ''));

const common = { url: server.url, venId: 'ven-plant', ca: `${lab}/trust.pem`, logger: false } as const;
const stranger = new OpenADRClient({
  ...{ ...common, venName: 'stranger' },
  ...{ cert: `${lab}/ven-stranger-rsa.pem`, key: readFileSync(`${lab}/ven-stranger-rsa.key`) },
});
await stranger.start();
await stranger.idle();
console.log(`stranger: ${stranger.venId ?? 'not registered'}`);
await stranger.stop();

const plant = new OpenADRClient({
  ...{ ...common, venName: 'plant' },
  ...{ cert: `${lab}/ven-plant-ecc.pem`, key: `${lab}/ven-plant-ecc.key` },
});
await plant.start();
console.log(`plant: ${await plant.registered}`);
console.log(`its certificate: ${server.vens()[0]?.fingerprint === fingerprint ? 'the right one' : 'another'}`);

await plant.stop();
await server.stop();

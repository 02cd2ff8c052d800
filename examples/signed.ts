// XML signatures on plain HTTP: both sides sign everything, and know each other by fingerprints.
// oadr-sim certs init lab; oadr-sim certs ven plant --ecc --folder lab
// npx tsx examples/signed.ts lab
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { OpenADRClient, OpenADRServer } from 'oadr-sim';

const lab = process.argv[2] ?? '.oadr-sim/certs';
const fingerprintOf = (file: string) => new X509Certificate(readFileSync(`${lab}/${file}`)).fingerprint256.slice(-29);

const server = new OpenADRServer({
  port: 0,
  // Over TLS leave this out: the same certificates then serve both.
  tls: false,
  sign: 'require',
  replayWindow: 'PT1M',
  cert: `${lab}/vtn-ecc.pem`,
  key: `${lab}/vtn-ecc.key`,
  ca: `${lab}/trust.pem`,
  fingerprintLookup: (venId) => (venId === 'ven-plant' ? fingerprintOf('ven-plant-ecc.pem') : undefined),
});
const records = server.records();
await server.start();

const unsigned = new OpenADRClient({ url: server.url, venName: 'unsigned', logger: false });
await unsigned.start();
await unsigned.idle();
console.log(`unsigned: ${unsigned.venId ?? 'not registered'}`);
await unsigned.stop();

const plant = new OpenADRClient({
  url: server.url,
  venName: 'plant',
  venId: 'ven-plant',
  sign: true,
  cert: `${lab}/ven-plant-ecc.pem`,
  key: `${lab}/ven-plant-ecc.key`,
  vtnFingerprint: fingerprintOf('vtn-ecc.pem'),
});
await plant.start();
console.log(`plant: ${await plant.registered}`);
await plant.stop();
await server.stop();

for await (const record of records) {
  if (record.kind !== 'message' || record.signature === undefined) continue;
  console.log(`${record.dir} ${record.name}: ${record.signature.verdict}`);
}

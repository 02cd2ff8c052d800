// Who may register, and under which IDs, is decided by a handler.
import { OpenADRClient, OpenADRServer } from 'oadr-sim';

const server = new OpenADRServer({
  port: 0,
  logger: false,
  handlers: {
    onCreatePartyRegistration: async ({ venName = '' }) =>
      venName.startsWith('plant-') && { venId: `ven-of-${venName}`, registrationId: `reg-${venName}` },
    onCancelPartyRegistration: ({ venId }) => console.log(`${venId} has left`),
  },
});
await server.start();

const stranger = new OpenADRClient({ url: server.url, venName: 'stranger', logger: false });
const plant = new OpenADRClient({ url: server.url, venName: 'plant-1' });
await Promise.all([stranger.start(), plant.start()]);
console.log(`registered: ${await plant.registered}`);
console.log(`stranger: ${stranger.venId ?? 'not registered'}`);

await plant.idle();
plant.cancelRegistration();
await plant.idle();
await Promise.all([stranger.stop(), plant.stop()]);
await server.stop();

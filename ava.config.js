// ava runs the TypeScript tests as they stand (tsx); each file in its own process, on its own free port.
export default {
  files: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
  extensions: { ts: 'module', tsx: 'module' },
  nodeArguments: ['--import=tsx'],
  workerThreads: false,
  timeout: '2m',
  environmentVariables: { FORCE_COLOR: '0' },
};

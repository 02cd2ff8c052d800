// The rooms of docs/architecture.md: who may import whom. Type-only imports count; where a room takes types only, only they pass.
const room = (name) => `^src/${name}/`;
const only = (name, allowed, typesFrom = []) => {
  const rules = [
    {
      name: `${name}-imports`,
      severity: 'error',
      from: { path: room(name) },
      to: { path: '^src/', pathNot: [room(name), ...[...allowed, ...typesFrom].map(room)] },
    },
  ];
  if (typesFrom.length > 0) {
    rules.push({
      name: `${name}-types-only`,
      severity: 'error',
      from: { path: room(name) },
      to: { path: typesFrom.map(room), dependencyTypesNot: ['type-only'] },
    });
  }
  return rules;
};

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    ...only('base', []),
    ...only('openadr', []),
    ...only('conformance', ['openadr']),
    ...only('vtn', ['openadr', 'base']),
    ...only('ven', ['openadr', 'base', 'transport', 'pki']),
    ...only('transport', ['openadr', 'pki', 'base']),
    ...only('pki', []),
    ...only('store', [], ['vtn']),
    ...only('journal', ['base'], ['openadr', 'transport', 'vtn', 'conformance']),
    ...only('bench', ['base', 'openadr', 'conformance', 'vtn', 'ven', 'transport', 'pki', 'store', 'journal']),
    ...only('scenario', ['bench', 'journal', 'openadr', 'base']),
    ...only('report', ['journal', 'openadr']),
    ...only('tui', ['journal', 'bench', 'openadr', 'base']),
    ...only('library', ['bench', 'ven', 'openadr', 'pki', 'base', 'journal', 'store'], ['vtn', 'transport']),
    {
      name: 'pure-protocol',
      comment: 'no I/O in the protocol, the core and the rules',
      severity: 'error',
      from: { path: '^src/(openadr|conformance|vtn|scenario/format)/' },
      to: {
        dependencyTypes: ['core'],
        path: '^(node:)?(fs|net|http|https|tls|dgram|child_process|worker_threads|cluster)(/|$)',
      },
    },
    {
      name: 'lean-entry',
      comment: 'the first file imports commander only; the rest is imported when it is called',
      severity: 'error',
      from: { path: '^src/cli/main\\.ts$' },
      to: { dependencyTypes: ['npm'], pathNot: 'node_modules/commander', dynamic: false },
    },
    {
      name: 'public-surface-is-lean',
      severity: 'error',
      from: { path: '^src/index\\.ts$' },
      to: { path: 'node_modules/(ink|react|commander)/', reachable: true },
    },
    {
      name: 'not-to-dev-dep',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};

// Who may import whom: one rule a row of the table in the house style, each proven by a planted violation in
// tests/repo/boundaries.test.ts.

const PRODUCT = '^(domain|workflows|activities|adapters|api|workers|config|prisma|sandbox|web|bench|scripts|tests)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'domain-imports-domain-only',
      comment:
        'The business has no machinery: no package, no Node builtin, no clock; what it needs from outside is a port.',
      severity: 'error',
      from: { path: '^domain/' },
      to: { pathNot: '^domain/' },
    },
    {
      name: 'workflows-import-domain-and-temporal-only',
      comment:
        'They run in Temporal’s isolate and are replayed: whatever else they could reach would differ the second time.',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { pathNot: ['^(workflows|domain|activities)/', '(^|/)node_modules/@temporalio/(workflow|common)/'] },
    },
    {
      name: 'workflows-see-activity-types-only',
      comment: 'An activity imported as code would run inside the isolate instead of being scheduled.',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '^activities/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'activities-import-domain-and-temporal-only',
      comment:
        'An activity resolves, calls and translates; the things it calls are ports, handed in by a composition root.',
      severity: 'error',
      from: { path: '^activities/' },
      to: { pathNot: ['^(activities|domain)/', '(^|/)node_modules/@temporalio/activity/'] },
    },
    {
      name: 'adapters-import-domain-and-config-only',
      comment: 'An adapter serves a port. Of ours it needs the port’s types and its own settings.',
      severity: 'error',
      from: { path: '^adapters/', pathNot: '^adapters/temporal/' },
      to: { path: PRODUCT, pathNot: ['^(domain|config|adapters)/', '^prisma/generated/'] },
    },
    {
      name: 'temporal-adapter-imports-messages-and-types-only',
      comment: 'Clients need the names and shapes of messages, not the stories.',
      severity: 'error',
      from: { path: '^adapters/temporal/' },
      to: {
        path: PRODUCT,
        pathNot: ['^(domain|config|adapters)/', '^workflows/.*\\.messages\\.ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'temporal-adapter-types-come-from-workflows',
      comment: 'Even as types, nothing but workflows beside domain and config.',
      severity: 'error',
      from: { path: '^adapters/temporal/' },
      to: { path: PRODUCT, pathNot: ['^(domain|config|adapters|workflows)/'] },
    },
    {
      name: 'adapters-do-not-know-each-other',
      comment: 'The composition root joins them; postgres hands out the transaction.',
      severity: 'error',
      from: { path: '^adapters/([^/]+)/' },
      to: { path: '^adapters/([^/]+)/', pathNot: '^adapters/$1/' },
    },
    {
      name: 'api-imports-domain-only',
      comment: 'A handler parses, calls a port, answers. server.ts is the composition root.',
      severity: 'error',
      from: { path: '^api/', pathNot: '^api/server\\.ts$' },
      to: { path: PRODUCT, pathNot: '^(api|domain)/' },
    },
    {
      name: 'api-has-no-database-and-no-temporal',
      comment: 'Storage and orchestration are behind ports.',
      severity: 'error',
      from: { path: '^api/', pathNot: '^api/server\\.ts$' },
      to: { path: '(^|/)node_modules/(@temporalio|@prisma|pg|prisma)(/|$)' },
    },
    {
      name: 'sandbox-imports-nothing-of-ours',
      comment: 'An independent twin: a signature that is wrong in one place must not be wrong in both.',
      severity: 'error',
      from: { path: '^sandbox/' },
      to: { path: PRODUCT, pathNot: '^sandbox/' },
    },
    {
      name: 'web-imports-schemas-only',
      comment:
        'Pages share the shapes of requests and answers with the server, and the domain types in them; nothing that runs there.',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: PRODUCT, pathNot: ['^web/', '^api/schemas/', '^domain/'] },
    },
    {
      name: 'web-sees-domain-types-only',
      comment:
        'What pages need as values stands in the schemas; the domain’s code is the server’s, and of its fake in dev/.',
      severity: 'error',
      from: { path: '^web/', pathNot: '^web/[^/]+/dev/' },
      to: { path: '^domain/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'web-takes-words-not-schemas',
      comment:
        'A value out of a file of schemas brings the whole validator into the page; of schemas pages need types only.',
      severity: 'error',
      from: { path: '^web/', pathNot: '^web/[^/]+/dev/' },
      to: { path: '^api/schemas/', pathNot: '^api/schemas/words\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'words-have-no-schemas',
      comment: 'They are in the pages as values, and there is no validator in the pages.',
      severity: 'error',
      from: { path: '^api/schemas/words\\.ts$' },
      to: { pathNot: '^domain/' },
    },
    {
      name: 'web-has-nothing-of-a-server',
      comment: 'Pages run in a browser. The development server and the build run in Node.',
      severity: 'error',
      from: { path: '^web/', pathNot: '^web/[^/]+/(dev/|vite\\.config)' },
      to: {
        path: '(^|/)node_modules/(@temporalio|@prisma|@fastify|fastify|pg|pino|undici|sharp|onnxruntime-node|tesseract\\.js)(/|$)',
      },
    },
    {
      name: 'web-has-no-node-builtins',
      comment: 'As above.',
      severity: 'error',
      from: { path: '^web/', pathNot: '^web/[^/]+/(dev/|vite\\.config)' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'schemas-import-zod-and-domain-only',
      comment: 'They are compiled into the pages.',
      severity: 'error',
      from: { path: '^api/schemas/' },
      to: { pathNot: ['^api/schemas/', '^domain/', '(^|/)node_modules/zod/'] },
    },
    {
      name: 'config-imports-nothing-of-ours',
      comment: 'Everything else may depend on it.',
      severity: 'error',
      from: { path: '^config/' },
      to: { path: PRODUCT, pathNot: '^config/' },
    },
    {
      name: 'product-imports-no-tests',
      comment: 'Tests, benchmarks and scripts may see everything; nothing may see them.',
      severity: 'error',
      from: { path: '^(domain|workflows|activities|adapters|api|workers|config|sandbox|web)/' },
      to: { path: '^(tests|bench|scripts)/' },
    },
    {
      name: 'no-cycles',
      comment: 'Two modules that need each other are one module, or miss a third. Types alone may meet in a circle.',
      severity: 'error',
      from: { path: PRODUCT, pathNot: '^prisma/generated/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'imports-resolve',
      comment: 'A name that leads nowhere, or a package that package.json does not name.',
      severity: 'error',
      from: { path: PRODUCT },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^prisma/generated'] },
    exclude: { path: '^(dist|\\.data|shots)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs', '.json', '.css'],
    },
  },
};

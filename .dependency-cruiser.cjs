// Who may import whom: one rule a row of the table in the house style, each proven by a planted violation in
// tests/repo/boundaries.test.ts.

const PRODUCT = '^(domain|workflows|activities|adapters|api|workers|config|prisma|sandbox|web|bench|scripts|tests)/';

const PACKAGE = '(^|/)node_modules/';

/** Any file of this repository except these: not a package, and no builtin of Node. */
const oursExcept = (...allowed) => ({ pathNot: [PACKAGE, ...allowed], dependencyTypesNot: ['core'] });

/** These packages, and no name that merely begins like one. */
const packages = (...names) => `${PACKAGE}(@types/)?(${names.join('|')})/`;

/** Vite's set-up and the development server run in Node; what is in neither is compiled into a page. */
const WEB_IN_NODE = '^web/[^/]+/(dev/|vite\\.config)';

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
      to: oursExcept('^(domain|config|adapters)/', '^prisma/generated/'),
    },
    {
      name: 'temporal-adapter-imports-messages-and-types-only',
      comment: 'Clients need the names and shapes of messages, not the stories.',
      severity: 'error',
      from: { path: '^adapters/temporal/' },
      to: {
        pathNot: [PACKAGE, '^(domain|config|adapters)/', '^workflows/.*\\.messages\\.ts$'],
        dependencyTypesNot: ['type-only', 'core'],
      },
    },
    {
      name: 'temporal-adapter-types-come-from-workflows',
      comment: 'Even as types, nothing but workflows beside domain and config.',
      severity: 'error',
      from: { path: '^adapters/temporal/' },
      to: oursExcept('^(domain|config|adapters|workflows)/'),
    },
    {
      name: 'adapters-do-not-know-each-other',
      comment:
        'The composition root joins them; postgres hands out the transaction. What partners over HTTP have in common is shared by name.',
      severity: 'error',
      from: { path: '^adapters/([^/]+)/' },
      to: { path: '^adapters/', pathNot: ['^adapters/$1/', '^adapters/bearer-json\\.ts$'] },
    },
    {
      name: 'adapters-meet-nowhere',
      comment: 'What stands beside the adapters belongs to none of them, and leads from one to another least of all.',
      severity: 'error',
      from: { path: '^adapters/[^/]+$' },
      to: { path: '^adapters/' },
    },
    {
      name: 'api-imports-domain-only',
      comment: 'A handler parses, calls a port, answers. server.ts is the composition root.',
      severity: 'error',
      from: { path: '^api/', pathNot: '^api/server\\.ts$' },
      to: oursExcept('^(api|domain)/'),
    },
    {
      name: 'api-has-the-web-server-and-zod-only',
      comment: 'Storage, orchestration and other services are behind ports.',
      severity: 'error',
      from: { path: '^api/', pathNot: '^api/server\\.ts$' },
      to: {
        path: PACKAGE,
        pathNot: packages('fastify', '@fastify/[^/]+', 'fastify-plugin', 'fastify-type-provider-zod', 'zod'),
      },
    },
    {
      name: 'sandbox-imports-nothing-of-ours',
      comment: 'An independent twin: a signature that is wrong in one place must not be wrong in both.',
      severity: 'error',
      from: { path: '^sandbox/' },
      to: oursExcept('^sandbox/'),
    },
    {
      name: 'sandbox-has-its-own-packages',
      comment: 'Partners keep their books in files of their own: one that could read our database would prove nothing.',
      severity: 'error',
      from: { path: '^sandbox/', pathNot: '/data/make-[^/]+\\.mjs$' },
      to: { path: PACKAGE, pathNot: packages('fastify', 'sharp', '@napi-rs/canvas') },
    },
    {
      name: 'web-imports-schemas-only',
      comment:
        'Pages share the shapes and words of requests and answers with the server, and of packages have those made for a browser. Types of the domain come through the schemas too: what has no place there is no business of a page.',
      severity: 'error',
      from: { path: '^web/', pathNot: WEB_IN_NODE },
      to: {
        pathNot: [
          '^web/',
          '^api/schemas/',
          packages('react', 'react-dom', 'react-router', '@tanstack/react-query', 'antd', 'lucide-react', 'preact'),
        ],
      },
    },
    {
      name: 'web-takes-words-not-schemas',
      comment:
        'A value out of a file of schemas brings the whole validator into the page; of schemas pages need types only.',
      severity: 'error',
      from: { path: '^web/', pathNot: WEB_IN_NODE },
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
      name: 'web-development-imports-schemas-and-domain-only',
      comment:
        'The server that pages are developed against invents its facts, but says them in the domain’s own sentences; a copy of those would go stale. It opens no database.',
      severity: 'error',
      from: { path: WEB_IN_NODE },
      to: {
        pathNot: ['^web/', '^api/schemas/', '^domain/', packages('vite', '@vitejs/[^/]+')],
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'web-ships-no-development-server',
      comment: 'It would bring the domain and Node along.',
      severity: 'error',
      from: { path: '^web/', pathNot: WEB_IN_NODE },
      to: { path: WEB_IN_NODE },
    },
    {
      name: 'web-pages-do-not-know-each-other',
      comment: 'The phone’s pages are small on purpose; what both need is in shared/, which needs neither.',
      severity: 'error',
      from: { path: '^web/([^/]+)/' },
      to: { path: '^web/', pathNot: '^web/($1|shared)/' },
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
      to: oursExcept('^config/'),
    },
    {
      name: 'product-imports-no-tests',
      comment: 'Tests, benchmarks and scripts may see everything; nothing may see them.',
      severity: 'error',
      from: { path: '^(domain|workflows|activities|adapters|api|workers|config|sandbox|web)/' },
      to: { path: '^(tests|bench|scripts)/' },
    },
    {
      name: 'product-imports-no-output',
      comment: 'What is built from a folder is that folder under another name.',
      severity: 'error',
      from: { path: PRODUCT },
      to: { path: '^dist/' },
    },
    {
      name: 'product-names-what-it-loads',
      comment:
        'A require made while running, a script in a context of its own and the imported twin of process get round what the other rules, and the linter’s, can see.',
      severity: 'error',
      from: { path: PRODUCT, pathNot: '^(tests|bench|scripts)/' },
      to: { path: '^(node:)?(module|vm|process|repl|inspector)(/|$)', dependencyTypes: ['core'] },
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
      comment: 'A name that leads nowhere.',
      severity: 'error',
      from: { path: PRODUCT },
      to: { couldNotResolve: true },
    },
    {
      name: 'packages-are-declared',
      comment: 'A package that package.json does not name is here by another one’s leave. Jest brings parts of itself.',
      severity: 'error',
      from: { path: PRODUCT, pathNot: '^tests/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^prisma/generated', '^dist/'] },
    exclude: { path: '^(\\.data|shots)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs', '.json', '.css'],
    },
  },
};

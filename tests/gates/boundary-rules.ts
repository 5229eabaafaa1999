import type { IRegularForbiddenRuleType } from 'dependency-cruiser';

/** Test files may reach further than the code beside them: a wing's test composes the whole server. */
const TEST_FILE = '\\.test\\.ts$';
/** What `veche create` writes. */
const TEMPLATE = '^platform/cli/create/templates/([^/]+)/';
const NPM = '(^|/)node_modules/';

/**
 * The arrows of the house, one rule each:
 * sample-apps > SDKs > contract; web-shell > contract; server > contract; tests > everything.
 */
export const BOUNDARY_RULES: readonly IRegularForbiddenRuleType[] = [
  rule('contract-stands-alone', 'The contract reaches nothing but zod: no I/O, no other room.', {
    from: { path: '^platform/contract/', pathNot: TEST_FILE },
    to: { pathNot: ['^platform/contract/', '(^|/)node_modules/zod/'] },
  }),
  rule('server-reaches-contract-only', 'Of our own rooms the server reaches only the contract.', {
    from: { path: '^platform/server/', pathNot: TEST_FILE },
    to: { pathNot: ['^platform/(server|contract)/', NPM], dependencyTypesNot: ['core'] },
  }),
  rule('kernel-reaches-no-wing', 'The kernel carries the wings and knows none of them.', {
    from: { path: '^platform/server/kernel/', pathNot: TEST_FILE },
    to: { path: '^platform/server/(?!kernel/)' },
  }),
  rule('wing-through-its-door', "A wing reaches another wing only through that wing's index.ts.", {
    from: { path: '^platform/server/([^/]+)/', pathNot: [TEST_FILE, '^platform/server/kernel/'] },
    to: {
      path: '^platform/server/[^/]+/',
      pathNot: ['^platform/server/($1|kernel)/', '^platform/server/[^/]+/index\\.ts$'],
    },
  }),
  rule('app-through-the-doors', 'The composition reaches wings only through their index.ts.', {
    from: { path: '^platform/server/[^/]+\\.ts$', pathNot: TEST_FILE },
    to: { path: '^platform/server/(?!kernel/)[^/]+/', pathNot: '^platform/server/[^/]+/index\\.ts$' },
  }),
  rule('wing-knows-no-app', 'A wing is composed; it does not reach for the composition.', {
    from: { path: '^platform/server/[^/]+/', pathNot: TEST_FILE },
    to: { path: '^platform/server/[^/]+\\.ts$' },
  }),
  rule('cli-reaches-server-and-contract', 'The command line reaches the server and the contract.', {
    from: { path: '^platform/cli/', pathNot: [TEST_FILE, TEMPLATE] },
    to: { pathNot: ['^platform/(cli|server|contract)/', NPM], dependencyTypesNot: ['core'] },
  }),
  rule('template-reaches-sdk-only', 'What new apps begin with stands on the SDK and on itself.', {
    from: { path: TEMPLATE },
    to: { pathNot: ['^platform/cli/create/templates/$1/', '^mini-app-sdk/', NPM] },
  }),
  rule('sdk-reaches-contract-only', 'An SDK reaches the contract and itself: it is published.', {
    from: { path: '^(mini-app-sdk|bot-sdk)/', pathNot: TEST_FILE },
    to: { pathNot: ['^$1/', '^platform/contract/', NPM], dependencyTypesNot: ['core'] },
  }),
  rule('bot-sdk-needs-no-node', 'A bot runs wherever there is fetch: its SDK and the test host use nothing of Node.', {
    from: { path: '^bot-sdk/', pathNot: TEST_FILE },
    to: { dependencyTypes: ['core'] },
  }),
  rule('sample-reaches-sdks-only', 'First-party apps stand on the public SDKs and nothing else of ours.', {
    from: { path: '^sample-apps/([^/]+)/', pathNot: TEST_FILE },
    // A timeline is played by the emulator of bots, and is written in its types.
    to: {
      pathNot: ['^sample-apps/$1/', '^(mini-app-sdk|bot-sdk)/', '^platform/cli/dev/timeline/steps\\.ts$', NPM],
      dependencyTypesNot: ['core'],
    },
  }),
  rule('shell-reaches-contract-only', 'The shell reaches the contract: everything else comes over the wire.', {
    from: { path: '^web-shell/', pathNot: [TEST_FILE, '^web-shell/[^/]+\\.config\\.ts$'] },
    to: { pathNot: ['^web-shell/', '^platform/contract/', NPM] },
  }),
  rule('nothing-imports-tests', 'Only tests lean on tests.', {
    from: { pathNot: ['^tests/', TEST_FILE] },
    to: { path: ['^tests/', TEST_FILE] },
  }),
  rule('no-cycle', 'Two files that need each other are one thing, or need a third.', {
    from: {},
    // Types are gone when the code runs; a cycle of nothing else is harmless.
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  }),
  rule('resolvable', 'Every import leads somewhere.', { from: {}, to: { couldNotResolve: true } }),
];

function rule(
  name: string,
  comment: string,
  arrow: Pick<IRegularForbiddenRuleType, 'from' | 'to'>,
): IRegularForbiddenRuleType {
  return { name, comment, severity: 'error', ...arrow };
}

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forgetUpdatesOf, givenToBot } from '../../platform/server/bots/index.ts';
import { createChat } from '../../platform/server/chat/index.ts';
import { createDiskBlobs } from '../../platform/server/kernel/blobs.ts';
import { systemClock } from '../../platform/server/kernel/clock.ts';
import { createLogger } from '../../platform/server/kernel/logger.ts';
import { createRateLimiter } from '../../platform/server/kernel/rpc/rate-limit.ts';
import { createSecrets } from '../../platform/server/kernel/secrets.ts';
import { mayAppPush } from '../../platform/server/trust/index.ts';

type Given = Pick<Parameters<typeof createChat>[0], 'sql' | 'writer' | 'bus'>;

/** The chat wing of a test that starts no server: nothing there runs by itself. */
export function createTestChat(given: Given) {
  const noJobs = () => Promise.reject(new Error('this test has no jobs'));
  return createChat({
    ...given,
    clock: systemClock,
    jobs: { add: noJobs, remove: noJobs },
    blobs: createDiskBlobs(tmpdir()),
    secrets: createSecrets(Buffer.alloc(32, 1)),
    log: createLogger({ level: 'silent' }),
    authenticator: { authenticate: () => Promise.reject(new Error('this test has no doors')) },
    trustedProxies: 0,
    personalData: () => [],
    webOrigin: 'http://localhost:8080',
    developmentMode: true,
    limiter: createRateLimiter(() => performance.now()),
    givenToBot,
    mayAppPush,
    forgetUpdatesOf,
    ice: { stunUrls: [], turnUrls: [], turnSecret: null },
    moderatorPhones: [],
    media: { uploadsFolder: join(tmpdir(), 'veche-test-uploads'), quotaBytes: 1024 ** 3, scanner: null },
  });
}

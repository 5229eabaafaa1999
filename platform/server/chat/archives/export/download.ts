import { Readable } from 'node:stream';
import { ExportId, httpStatus, VecheError } from '@veche/contract';
import type { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { fileCallerOf } from '../../../kernel/http/file-caller.ts';
import { remoteAddressIn } from '../../../kernel/http/remote-address.ts';
import { asVecheError } from '../../../kernel/rpc/dispatcher.ts';
import type { ArchiveDependencies } from '../dependencies.ts';
import { blobOf } from './blob.ts';
import type { ExportFormat } from './format.ts';
import { readExport } from './store.ts';

/** `GET /exports/<id>` gives the zip to its owner; the schema of what is inside is public. */
export function exportRoutes(dependencies: ArchiveDependencies, format: () => ExportFormat) {
  const { sql, blobs, clock, trustedProxies } = dependencies;
  return (server: Hono): void => {
    server.get('/api/schemas/export.json', (c) =>
      c.body(format().schemaJson, 200, {
        'Content-Type': 'application/schema+json',
        'Cache-Control': 'no-cache',
        'Access-Control-Allow-Origin': '*',
        'X-Content-Type-Options': 'nosniff',
      }),
    );
    server.get('/exports/:id', async (c) => {
      c.header('Cache-Control', 'private, no-store');
      try {
        const caller = await fileCallerOf(c.req.raw, {
          ...dependencies,
          remoteAddress: remoteAddressIn(c.env, trustedProxies),
        });
        if (caller.kind !== 'person') throw new VecheError('forbidden', 'Only the owner may download an export.');
        const exportId = ExportId.safeParse(c.req.param('id'));
        const row = exportId.success
          ? await readExport(sql, { accountId: caller.accountId, exportId: exportId.data })
          : null;
        if (row === null) throw new VecheError('not_found', 'There is no such export.');
        if (row.phase === 'expired' || (row.expiresAt !== null && row.expiresAt <= clock.now()))
          throw new VecheError('expired', 'The export is too old; start another.');
        if (row.phase !== 'ready') throw new VecheError('not_found', 'The export is not ready.');
        const content = await blobs.getStream(blobOf(row));
        return c.body(Readable.toWeb(content) as ReadableStream, 200, {
          'Content-Type': 'application/zip',
          'Content-Length': String(row.sizeBytes ?? 0),
          'Content-Disposition': `attachment; filename="veche-${row.requestedAt.toISOString().slice(0, 10)}.zip"`,
          'X-Content-Type-Options': 'nosniff',
          'Content-Security-Policy': "default-src 'none'; sandbox",
        });
      } catch (thrown) {
        const error = asVecheError(thrown);
        return c.json({ error: error.toBody() }, httpStatus[error.code] as ContentfulStatusCode);
      }
    });
  };
}

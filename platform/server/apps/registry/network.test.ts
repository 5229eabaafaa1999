import { Manifest } from '@veche/contract';
import { expect, test } from 'vitest';
import { checkNetworkHosts } from './network.ts';

const manifest = (host: string) => ({
  app_id: 'hello',
  name: { ru: 'Привет', en: 'Hello' },
  version: { code: 1, name: '1.0' },
  kind: 'bundle',
  network_hosts: [host],
});

test.each(['veche.example.org', 'api.veche.example.org', '*.apps.veche.example.org', '*.example.org'])(
  '%s is or covers a host of ours, and is refused by its field',
  (host) => {
    expect(() => checkNetworkHosts(Manifest.parse(manifest(host)), 'https://veche.example.org:8443')).toThrow(
      expect.objectContaining({ code: 'invalid_input', field: 'manifest.network_hosts.0' }),
    );
  },
);

test.each(['api.example.org', '*.api.example.org', 'notveche.example.org', 'example.org'])('%s is not ours', (host) => {
  expect(() => checkNetworkHosts(Manifest.parse(manifest(host)), 'https://veche.example.org')).not.toThrow();
});

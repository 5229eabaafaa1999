import { type Manifest, VecheError } from '@veche/contract';

/** Refuses network hosts that are ours, or whose wildcard covers ours: apps reach us through the bridge alone. */
export function checkNetworkHosts({ network_hosts }: Manifest, webOrigin: string): void {
  const own = new URL(webOrigin).hostname;
  for (const [index, host] of network_hosts.entries()) {
    const base = host.replace(/^\*\./, '');
    const covers = base !== host && own.endsWith(`.${base}`);
    if (!isOurs(base, own) && !covers) continue;
    throw new VecheError('invalid_input', `${host} is a host of this server, which apps reach by the bridge alone.`, {
      field: `manifest.network_hosts.${index}`,
    });
  }
}

/** Whether a host is that of the web client or below it, where apps live. */
export function isOurs(host: string, own: string): boolean {
  return host === own || host.endsWith(`.${own}`);
}

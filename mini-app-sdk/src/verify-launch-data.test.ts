import { expect, test } from 'vitest';
import { verifyLaunchData, verifyLaunchDataByKey } from './verify-launch-data.ts';

// The example of the Mini Apps documentation: real launch data of a real bot, signed by both of its keys.
const launchData =
  'user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22Vladislav%20%2B%20-%20%3F%20%5C%2F%22%2C%22last_name%22%3A%22Kibenko' +
  '%22%2C%22username%22%3A%22vdkfrost%22%2C%22language_code%22%3A%22ru%22%2C%22is_premium%22%3Atrue%2C%22allows_write_to_pm' +
  '%22%3Atrue%2C%22photo_url%22%3A%22https%3A%5C%2F%5C%2Ft.me%5C%2Fi%5C%2Fuserpic%5C%2F320%5C%2F4FPEE4tmP3ATHa57u6MqTDih13' +
  'LTOiMoKoLDRG4PnSA.svg%22%7D&chat_instance=8134722200314281151&chat_type=private&auth_date=1733584787' +
  '&hash=2174df5b000556d044f3f020384e879c8efcab55ddea2ced4eb752e93e7080d6' +
  '&signature=zL-ucjNyREiHDE8aihFwpfR9aggP2xiAo3NSpfe-p7IbCisNlDKlo7Kb6G4D0Ao2mBrSgEk4maLSdv6MLIlADQ';
const token = '7342037359:AAFZehRPBRs8Seg40oDjTMIW8uTGPuW1zfQ';
const tokenId = 7342037359;
const keys = [
  {
    kty: 'OKP',
    crv: 'Ed25519',
    x: Buffer.from('e7bf03a2fa4602af4580703d88dda5bb59f32ed8b02a56c187fe7d34caed242d', 'hex').toString('base64url'),
  },
];
const now = new Date(1733584787_000);

// It carries no query_id, which our own launch data always has, so the reading after the checks refuses it.
const passedTheChecks = { code: 'malformed' };

test('the published example passes the check by token', async () => {
  await expect(verifyLaunchData(launchData, { token, now })).rejects.toMatchObject(passedTheChecks);
});

test('the published example passes the check by public key', async () => {
  await expect(verifyLaunchDataByKey(launchData, { keys, tokenId, now })).rejects.toMatchObject(passedTheChecks);
});

const tampered: [string, string][] = [
  ['another person', launchData.replace('279058397', '279058398')],
  ['another moment', launchData.replace('1733584787', '1733584788')],
  ['one more pair', `${launchData}&is_admin=1`],
  ['a changed signature', launchData.replace('signature=zL', 'signature=zM')],
  ['no hash and no signature', launchData.replace(/&hash=.*/, '')],
];

test.each(tampered)('launch data with %s is refused', async (what, changed) => {
  await expect(verifyLaunchData(changed, { token, now })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(verifyLaunchDataByKey(changed, { keys, tokenId, now }), what).rejects.toMatchObject({
    code: 'forbidden',
  });
});

test('launch data of another app is refused', async () => {
  await expect(verifyLaunchData(launchData, { token: `${token}x`, now })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(verifyLaunchDataByKey(launchData, { keys, tokenId: 1, now })).rejects.toMatchObject({
    code: 'forbidden',
  });
});

test('a key that comes twice is refused before anything is believed', async () => {
  const doubled = `${launchData}&auth_date=9999999999`;
  await expect(verifyLaunchData(doubled, { token, now })).rejects.toMatchObject({ code: 'malformed' });
});

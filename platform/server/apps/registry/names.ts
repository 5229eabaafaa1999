import { type Manifest, VecheError } from '@veche/contract';
import { passesForOfficial, whyMisleading } from '../../organisations/index.ts';

/** Refuses names and ids that could pass for those of the state or of the platform, whoever owns the app. */
export function checkNames({ app_id, name }: Manifest): void {
  for (const language of ['ru', 'en'] as const) {
    const field = `manifest.name.${language}`;
    const why = whyMisleading(name[language]);
    if (why !== null) throw refuse(field, why);
    if (passesForOfficial(name[language])) throw refuse(field, 'it could be taken for an official name');
  }
  if (passesForOfficial(app_id)) throw refuse('manifest.app_id', 'it could be taken for an official name');
}

function refuse(field: string, why: string): VecheError {
  return new VecheError('invalid_input', `This name is not taken: ${why}.`, { field });
}

import { requestAttributes, type Veche, VecheError } from '@veche/mini-app-sdk';

/** What came of asking for the name. Where the person has not agreed yet, the platform asks them. */
export type Introduction = { readonly name: string } | 'refused' | 'failed';

export async function introduce(veche: Veche): Promise<Introduction> {
  try {
    const { name } = await requestAttributes(veche, 'name');
    return { name };
  } catch (error) {
    return error instanceof VecheError && error.code === 'forbidden' ? 'refused' : 'failed';
  }
}

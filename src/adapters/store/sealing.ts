import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export type SealedText = { readonly nonce: string; readonly ciphertext: string };

/** Encrypts text and binds it to its label, so that it cannot be moved to another row or outlive its time unnoticed. */
export type Sealing = {
  readonly seal: (label: string, text: string) => SealedText;
  /** Null when the key, the label or the content is not what was sealed. */
  readonly open: (label: string, sealed: SealedText) => string | null;
};

/** AES-256-GCM with a random nonce each time. Texts come and go as base64. @throws RangeError unless the key has 32 bytes. */
export function sealingWith(key: Uint8Array): Sealing {
  if (key.byteLength !== KEY_BYTES) throw new RangeError(`The key must have ${KEY_BYTES} bytes.`);
  return {
    seal: (label, text) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(label));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return { nonce: nonce.toString('base64'), ciphertext: sealed.toString('base64') };
    },

    open: (label, { nonce, ciphertext }) => {
      const iv = Buffer.from(nonce, 'base64');
      const sealed = Buffer.from(ciphertext, 'base64');
      if (iv.length !== NONCE_BYTES || sealed.length < TAG_BYTES) return null;
      const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(label));
      decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
      const text = decipher.update(sealed.subarray(0, -TAG_BYTES));
      try {
        return Buffer.concat([text, decipher.final()]).toString('utf8');
      } catch {
        return null; // node:crypto tells a tag that does not fit by throwing, and final() fails for nothing else here
      }
    },
  };
}

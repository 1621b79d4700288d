import { expect, test } from 'vitest';
import { sealingWith } from '../../../src/adapters/store/sealing.ts';

const sealing = sealingWith(Buffer.alloc(32, 7));

test('what was sealed opens again, the empty text too', () => {
  for (const text of ['', 'PASSWORD=hunter2', 'üñ🐝'.repeat(10_000)]) {
    expect(sealing.open('label', sealing.seal('label', text))).toBe(text);
  }
});

test('the same text is never sealed to the same words', () => {
  expect(sealing.seal('label', 'text')).not.toEqual(sealing.seal('label', 'text'));
});

test('nothing opens under another label or another key', () => {
  const sealed = sealing.seal('label', 'text');

  expect(sealing.open('other', sealed)).toBeNull();
  expect(sealingWith(Buffer.alloc(32, 8)).open('label', sealed)).toBeNull();
});

test('nothing opens once any part of it was changed or cut', () => {
  const { nonce, ciphertext } = sealing.seal('label', 'text');
  const bytes = Buffer.from(ciphertext, 'base64');

  for (const [at, byte] of bytes.entries()) {
    const changed = Buffer.from(bytes);
    changed[at] = byte ^ 1;
    expect(sealing.open('label', { nonce, ciphertext: changed.toString('base64') })).toBeNull();
  }
  for (const length of [0, 5, bytes.length - 1]) {
    const cut = bytes.subarray(0, length).toString('base64');
    expect(sealing.open('label', { nonce, ciphertext: cut })).toBeNull();
  }
  expect(sealing.open('label', { nonce: '', ciphertext })).toBeNull();
});

test('a key of another length is refused', () => {
  expect(() => sealingWith(Buffer.alloc(16))).toThrow(RangeError);
});
